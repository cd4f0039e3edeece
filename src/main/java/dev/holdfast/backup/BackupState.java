package dev.holdfast.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What is known of the service's own copies, without looking at the disk. Safe for all threads. */
final class BackupState {

    private final Optional<Timetable> timetable;
    private final InstantSource clock;
    private final Instant begin;
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable Good good;
    private volatile boolean running;
    private volatile String failure = "";

    /** @param timetable empty where the service makes no copies */
    BackupState(Optional<Timetable> timetable, InstantSource clock) {
        this.timetable = timetable;
        this.clock = clock;
        this.begin = clock.instant();
    }

    /** A copy that was read back whole. */
    record Good(Instant at, long bytes, long jobs) {}

    Optional<Timetable> timetable() {
        return timetable;
    }

    Optional<Good> good() {
        return Optional.ofNullable(good);
    }

    Optional<Duration> age() {
        return good().map(last -> Duration.between(last.at(), clock.instant()));
    }

    long failures() {
        return failures.get();
    }

    /** Why the last attempt failed; empty if it did not. */
    String failure() {
        return failure;
    }

    boolean isRunning() {
        return running;
    }

    /** Whether two copies in a row are missing. */
    boolean isOverdue() {
        Instant last = good().map(Good::at).orElse(begin);
        return !running
                && timetable
                        .map(times -> times.after(times.after(last)).isBefore(clock.instant()))
                        .orElse(false);
    }

    void begins() {
        running = true;
    }

    void succeeded(Good copy) {
        good = copy;
        failure = "";
        running = false;
    }

    void found(Good copy) {
        good = copy;
    }

    void failed(String why) {
        failures.incrementAndGet();
        failure = why;
        running = false;
    }

    void gaveUp() {
        running = false;
    }
}
