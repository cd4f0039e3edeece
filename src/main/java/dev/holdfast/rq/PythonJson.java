package dev.holdfast.rq;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON exactly as Python's {@code json.dumps} writes it by default: {@code ", "} and {@code ": "} between things, and
 * nothing but ASCII.
 *
 * <p>Workers would read other JSON as well; with the same bytes, a job of ours cannot be told from one of theirs.
 */
final class PythonJson {

    private static final String HEX = "0123456789abcdef";

    private PythonJson() {}

    static String text(@Nullable Object tree) {
        StringBuilder out = new StringBuilder(256);
        append(out, tree);
        return out.toString();
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        if (value instanceof String text) {
            appendText(out, text);
        } else if (value instanceof Double number) {
            PythonFloat.append(out, number);
        } else if (value instanceof List<?> list) {
            appendList(out, list);
        } else if (value instanceof Object[] tuple) {
            appendList(out, Arrays.asList(tuple));
        } else if (value instanceof Map<?, ?> map) {
            appendMap(out, map);
        } else {
            // Null, booleans and whole numbers read the same in Java and in JSON.
            out.append(value);
        }
    }

    private static void appendList(StringBuilder out, List<?> list) {
        String separator = "";
        out.append('[');
        for (Object element : list) {
            append(out.append(separator), element);
            separator = ", ";
        }
        out.append(']');
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map) {
        String separator = "";
        out.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            appendText(out.append(separator), (String) entry.getKey());
            append(out.append(": "), entry.getValue());
            separator = ", ";
        }
        out.append('}');
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                appendEscape(out.append(text, written, i), c);
                written = i + 1;
            }
        }
        out.append(text, written, text.length()).append('"');
    }

    private static void appendEscape(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt(c >> shift & 0xf));
                }
            }
        }
    }
}
