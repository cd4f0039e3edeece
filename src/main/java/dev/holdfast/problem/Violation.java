package dev.holdfast.problem;

/**
 * One rule that an operator's request breaks.
 *
 * @param pointer the JSON pointer (RFC 6901) of the member
 * @param code which rule it is, for programs
 * @param detail what is allowed; it continues a sentence that begins with the member's name
 */
public record Violation(String pointer, String code, String detail) {}
