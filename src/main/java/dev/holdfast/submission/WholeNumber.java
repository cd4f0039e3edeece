package dev.holdfast.submission;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A whole number within a submission, and its limits. */
record WholeNumber(int least, int most) {

    /** The number in this value, or null when it breaks a rule, which is then told. */
    @Nullable
    Integer read(@Nullable Object value, String pointer, Violations violations) {
        if (value instanceof Long number && number >= least && number <= most) {
            return number.intValue();
        }
        boolean whole = value instanceof Long || value instanceof BigInteger;
        violations.add(
                pointer,
                whole ? ViolationCode.OUT_OF_RANGE : ViolationCode.WRONG_TYPE,
                "is " + Shown.value(value) + ", must be a whole number between " + least + " and " + most);
        return null;
    }
}
