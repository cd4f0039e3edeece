package dev.holdfast.doctor;

import java.util.Locale;

/** What a check says. */
enum Verdict {
    OK,
    /** Nothing is lost yet. */
    WARNING,
    /** Jobs are lost, refused or late, or will be. */
    PROBLEM,
    /** What it would need to know was not to be had: neither good nor bad. */
    COULD_NOT_SEE;

    /** The name in answers. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
