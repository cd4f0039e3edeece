package dev.holdfast.submission;

/**
 * One member of an object within a submission, which says something.
 *
 * @param pointer its JSON pointer
 */
record Member(String name, Object value, String pointer) {}
