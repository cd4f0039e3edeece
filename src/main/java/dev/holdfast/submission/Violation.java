package dev.holdfast.submission;

/**
 * One rule that a submission breaks.
 *
 * @param pointer the JSON pointer (RFC 6901) of the member
 * @param detail what is wrong and what is allowed; it continues a sentence that begins with the member's name
 */
record Violation(String pointer, ViolationCode code, String detail) {}
