package dev.holdfast.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a job that was placed may never move on, unless somebody does something. */
public enum Warning {
    /** No scheduler serves the queue now: without one, nobody queues the job when its time has come. */
    NO_SCHEDULER,
    /** No worker is registered for the queue. */
    NO_WORKER,
    /** A job that this one waits for has failed, was stopped or canceled: RQ lets go only when that one ends again. */
    PARENT_FAILED;

    /** The warning with this name; empty if none has it. */
    public static Optional<Warning> called(String word) {
        return Arrays.stream(values())
                .filter(warning -> warning.word().equals(word))
                .findFirst();
    }

    /** The name in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
