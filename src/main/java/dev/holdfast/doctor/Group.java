package dev.holdfast.doctor;

import java.util.Locale;

/** What a check is about, in the order in which people read. */
enum Group {
    SERVER("Server"),
    MEMORY("Memory and CPU"),
    NETWORK("Network"),
    CONFIGURATION("Configuration"),
    WORKERS("Workers"),
    SERVICE("This service");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    /** The name in answers. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What people read. */
    String title() {
        return title;
    }
}
