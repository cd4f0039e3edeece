package dev.holdfast.rq;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as RQ describes it when nobody else does: Python's {@code repr} of each argument, cut to 75 characters
 * ({@code get_call_string} in RQ's {@code utils.py}).
 */
final class PythonRepr {

    /** In code points, as Python counts. */
    private static final int LONGEST = 75;

    /** More UTF-16 units than {@link #LONGEST} code points can have: beyond, nothing will be seen. */
    private static final int PLENTY = 2 * LONGEST;

    private static final HexFormat HEX = HexFormat.of();

    private PythonRepr() {}

    static String call(String task, List<?> args, Map<String, ?> kwargs) {
        List<String> named = new ArrayList<>(kwargs.size());
        kwargs.forEach((name, value) -> named.add(name + "=" + cut(value)));
        named.sort(PythonRepr::compareByCodePoints);
        List<String> all = new ArrayList<>(args.size() + named.size());
        args.forEach(value -> all.add(cut(value)));
        all.addAll(named);
        return task + "(" + String.join(", ", all) + ")";
    }

    private static String cut(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        if (out.codePointCount(0, out.length()) <= LONGEST) {
            return out.toString();
        }
        return out.substring(0, out.offsetByCodePoints(0, LONGEST)) + "...";
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        if (value == null) {
            out.append("None");
        } else if (value instanceof Boolean truth) {
            out.append(truth ? "True" : "False");
        } else if (value instanceof String text) {
            appendText(out, text);
        } else if (value instanceof Double number) {
            PythonFloat.append(out, number);
        } else if (value instanceof List<?> list) {
            appendList(out, list);
        } else if (value instanceof Map<?, ?> map) {
            appendMap(out, map);
        } else {
            out.append(value);
        }
    }

    private static void appendList(StringBuilder out, List<?> list) {
        String separator = "";
        out.append('[');
        for (Object element : list) {
            if (out.length() > PLENTY) {
                return;
            }
            append(out.append(separator), element);
            separator = ", ";
        }
        out.append(']');
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map) {
        String separator = "";
        out.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (out.length() > PLENTY) {
                return;
            }
            append(out.append(separator), entry.getKey());
            append(out.append(": "), entry.getValue());
            separator = ", ";
        }
        out.append('}');
    }

    private static void appendText(StringBuilder out, String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        int codePoint;
        for (int i = 0; i < text.length() && out.length() <= PLENTY; i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (codePoint == quote || codePoint == '\\') {
                out.append('\\').append((char) codePoint);
            } else if (isPrintable(codePoint)) {
                out.appendCodePoint(codePoint);
            } else {
                appendEscape(out, codePoint);
            }
        }
        out.append(quote);
    }

    private static void appendEscape(StringBuilder out, int codePoint) {
        switch (codePoint) {
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            default -> {
                if (codePoint <= 0xff) {
                    out.append("\\x").append(HEX.toHexDigits((byte) codePoint));
                } else if (codePoint <= 0xffff) {
                    out.append("\\u").append(HEX.toHexDigits((char) codePoint));
                } else {
                    out.append("\\U").append(HEX.toHexDigits(codePoint));
                }
            }
        }
    }

    /** Python's {@code str.isprintable}, but for what newer editions of Unicode add. */
    private static boolean isPrintable(int codePoint) {
        if (codePoint < 0x7f) {
            return codePoint >= ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Python's order of strings; Java's differs where a surrogate pair meets the characters above the surrogates. */
    private static int compareByCodePoints(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean astral = Character.isSurrogate(a);
                return astral == Character.isSurrogate(b) ? a - b : astral ? 1 : -1;
            }
        }
        return one.length() - other.length();
    }
}
