package dev.holdfast.problem;

import org.jspecify.annotations.Nullable;

/** The rules for what an operator writes and callers read: one line, in any writing of the world. */
public final class PlainText {

    private static final int LONGEST = 500;

    private PlainText() {}

    /** What is wrong with this text, continuing a sentence that begins with its name; null when nothing is. */
    public static @Nullable String objection(String text) {
        if (text.isBlank()) {
            return "must not be blank";
        }
        if (text.codePointCount(0, text.length()) > LONGEST) {
            return "must be at most " + LONGEST + " characters";
        }
        return text.codePoints().anyMatch(PlainText::isUnprintable)
                ? "must not contain control characters or broken ones"
                : null;
    }

    // Half a surrogate pair cannot be written as UTF-8: it would break every answer that carries the text.
    private static boolean isUnprintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }
}
