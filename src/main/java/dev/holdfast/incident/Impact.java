package dev.holdfast.incident;

import java.util.Locale;

/** What callers notice of an incident; a later one is worse. */
public enum Impact {
    /** Nothing: something that should stand ready does not. */
    NONE("Jobs are accepted as usual."),
    /** Jobs wait for longer than they would. */
    LATER("Jobs are accepted and will run later."),
    REFUSED("New jobs are refused.");

    private final String sentence;

    Impact(String sentence) {
        this.sentence = sentence;
    }

    /** The name in answers and logs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What people are told. */
    public String sentence() {
        return sentence;
    }
}
