package dev.holdfast.submission;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Which rule a member of a submission breaks; {@code docs/problems.md} lists the same.
 *
 * <p>The code is a promise to client programs: it never changes its meaning.
 */
enum ViolationCode {
    REQUIRED,
    WRONG_TYPE,
    UNKNOWN_MEMBER,
    CONFLICTING_MEMBER,
    INVALID_TASK,
    INVALID_JOB_ID,
    INVALID_QUEUE,
    INVALID_GROUP,
    INVALID_URL,
    INVALID_TEXT,
    OUT_OF_RANGE,
    NOT_FINITE,
    LONE_SURROGATE,
    NUMBER_TOO_LONG;

    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
