package dev.holdfast.rq;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Python's {@code repr} of a float: the shortest decimal that reads back as the same double, the nearest of these.
 *
 * <p>Java's own text is not always the shortest before JDK 19, and has two digits at least ever since, so it serves
 * only where it must be right. Layout as in CPython's {@code float_repr_style 'short'} ({@code pystrtod.c}).
 */
final class PythonFloat {

    /** Decimals of so many digits are all different doubles (outside the subnormal range): the shortest is unique. */
    private static final int UNIQUE = 15;

    private static final int ENOUGH = 17;

    private PythonFloat() {}

    static String repr(double value) {
        StringBuilder out = new StringBuilder(24);
        append(out, value);
        return out.toString();
    }

    static void append(StringBuilder out, double value) {
        if (!Double.isFinite(value)) {
            out.append(Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
        } else if (value == 0) {
            out.append(1 / value < 0 ? "-0.0" : "0.0");
        } else {
            BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
            layOut(out.append(value < 0 ? "-" : ""), shortest);
        }
    }

    private static BigDecimal shortest(double value) {
        BigDecimal java = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (value >= Double.MIN_NORMAL && java.precision() <= UNIQUE) {
            return java;
        }
        BigDecimal exact = new BigDecimal(value);
        int fewest = value >= Double.MIN_NORMAL ? UNIQUE : 1;
        for (int digits = fewest; digits < ENOUGH; digits++) {
            BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
            BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
            boolean belowFits = below.doubleValue() == value;
            boolean aboveFits = above.doubleValue() == value;
            if (belowFits && aboveFits) {
                return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            } else if (belowFits || aboveFits) {
                // Not always the nearer one: below a power of two the doubles lie closer together than above.
                return belowFits ? below : above;
            }
        }
        return exact.round(new MathContext(ENOUGH, RoundingMode.HALF_EVEN));
    }

    private static void layOut(StringBuilder out, BigDecimal decimal) {
        String digits = decimal.unscaledValue().toString();
        int exponent = digits.length() - decimal.scale() - 1;
        if (exponent < -4 || exponent >= 16) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append(exponent < 0 ? "e-" : "e+")
                    .append(Math.abs(exponent) < 10 ? "0" : "")
                    .append(Math.abs(exponent));
        } else if (exponent < 0) {
            out.append("0.").append("0".repeat(-exponent - 1)).append(digits);
        } else if (exponent + 1 >= digits.length()) {
            out.append(digits)
                    .append("0".repeat(exponent + 1 - digits.length()))
                    .append(".0");
        } else {
            out.append(digits, 0, exponent + 1).append('.').append(digits, exponent + 1, digits.length());
        }
    }
}
