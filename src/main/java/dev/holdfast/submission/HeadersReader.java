package dev.holdfast.submission;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a webhook, names and values as HTTP has them. A line break in one would be a header more.
 *
 * <p>Values are never shown: they are mostly secrets.
 */
final class HeadersReader {

    private static final int MOST_HEADERS = 20;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 4000;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++");
    private static final Pattern VALUE = Pattern.compile("[\\t -~]*+");

    private final Violations violations;
    private final Map<String, String> headers = new LinkedHashMap<>();

    HeadersReader(Violations violations) {
        this.violations = violations;
    }

    /** The headers, without those that break a rule, which is then told. */
    Map<String, String> read(Object value, String pointer) {
        Map<String, @Nullable Object> members = Typed.object(value, pointer, violations);
        if (members.size() > MOST_HEADERS) {
            violations.add(
                    pointer,
                    ViolationCode.OUT_OF_RANGE,
                    "has " + members.size() + " headers, limit is " + MOST_HEADERS);
            return headers;
        }
        members.forEach((name, text) -> {
            if (!violations.tookAt(pointer, name)) {
                readHeader(name, text, Pointers.child(pointer, name));
            }
            violations.takeInside(pointer, name);
        });
        return headers;
    }

    private void readHeader(String name, @Nullable Object value, String pointer) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            violations.add(
                    pointer,
                    ViolationCode.INVALID_TEXT,
                    "is no name of a header, must be 1 to " + LONGEST_NAME
                            + " letters, digits and characters such as '-' and '_'");
        } else if (value instanceof String text) {
            readValue(name, text, pointer);
        } else if (value != null) {
            violations.add(pointer, ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(value) + ", must be a string");
        }
    }

    private void readValue(String name, String text, String pointer) {
        if (text.length() > LONGEST_VALUE) {
            violations.add(
                    pointer,
                    ViolationCode.INVALID_TEXT,
                    "has " + text.length() + " characters, limit is " + LONGEST_VALUE);
        } else if (!VALUE.matcher(text).matches()) {
            violations.add(
                    pointer,
                    ViolationCode.INVALID_TEXT,
                    "has a line break, another control character, or one outside ASCII, must have none");
        } else {
            headers.put(name, text);
        }
    }
}
