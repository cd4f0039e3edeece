package dev.holdfast.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a job that was placed may never move on, unless somebody does something. */
public enum Warning {
    /** No scheduler serves the queue now: without one, nobody queues the job when its time has come. */
    NO_SCHEDULER("no scheduler serves this queue now, and without one the job is not queued when its time has come;"
            + " start a worker of this queue with --with-scheduler"),
    /** No worker is registered for the queue. */
    NO_WORKER("no worker is registered for this queue now, and the job waits for one; start one, or send to a queue"
            + " that has workers"),
    /** A job that this one waits for has failed, was stopped or canceled: RQ lets go only when that one ends again. */
    PARENT_FAILED("a job that this one waits for has failed, was stopped or canceled, and this one waits until that one"
            + " has run again; requeue that one, or cancel this one"),
    /** RQ 2.8 and later let a job's {@code ttl} run, too, while it waits for a retry or a repetition. */
    TTL_SHORTER_THAN_DELAY(
            "an interval of retry or repeat is not shorter than ttl, so workers of RQ 2.8 and later drop the"
                    + " job unrun while it waits for its next run; send a longer ttl, or none");

    private final String detail;

    Warning(String detail) {
        this.detail = detail;
    }

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

    /** What it means and what to do, for people. */
    public String detail() {
        return detail;
    }
}
