package dev.holdfast.backup;

/**
 * How far a copy or its way back has come.
 *
 * @param total as far as is known, since jobs come and go meanwhile
 */
record Progress(long done, long total) {}
