package dev.holdfast.backup;

import dev.holdfast.backup.BackupDirectory.Copy;
import dev.holdfast.backup.BackupState.Good;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Makes a copy of the primary when one is due, reads it back, and removes the oldest; one at a time, on a thread of its
 * own. A copy that is due while the primary is down is made as soon as it is up.
 */
final class BackupSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BackupSchedule.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    /** It ends between two pages of jobs. */
    private static final Duration LAST_STEP = Duration.ofSeconds(3);

    private final Copies copies;
    private final BackupDirectory directory;
    private final BackupProperties.Backup settings;
    private final BackupState state;
    private final BooleanSupplier primaryIsUp;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Instant due;
    private volatile @Nullable Thread thread;

    BackupSchedule(
            Copies copies,
            BackupDirectory directory,
            BackupProperties.Backup settings,
            BackupState state,
            BooleanSupplier primaryIsUp,
            InstantSource clock) {
        this.copies = copies;
        this.directory = directory;
        this.settings = settings;
        this.state = state;
        this.primaryIsUp = primaryIsUp;
        this.clock = clock;
    }

    /** Looks for the last copy that is good, so that its age is known from the start. */
    void begin() {
        try {
            directory.prepare();
            for (Copy copy : directory.copies()) {
                if (isGood(copy)) {
                    return;
                }
            }
        } catch (IOException unreadable) {
            log.warn("The directory of copies cannot be used: reason={}", Failure.text(unreadable));
        }
    }

    private boolean isGood(Copy copy) {
        try {
            state.found(good(copy.file(), copy.at()));
            return true;
        } catch (UnusableBackup | IOException damaged) {
            log.warn("A copy is not good: file={} reason={}", copy.file().getFileName(), Failure.text(damaged));
            return false;
        }
    }

    private Good good(Path file, Instant at) throws IOException {
        Manifest manifest = copies.verify(file);
        return new Good(at, Files.size(file), manifest.tally().total());
    }

    /** Makes a copy if one is due and the primary can be asked. */
    void step() {
        state.timetable().ifPresent(times -> {
            Instant now = clock.instant();
            Instant next = due == null ? times.after(now) : due;
            due = next;
            if (!now.isBefore(next) && primaryIsUp.getAsBoolean()) {
                make(now);
                due = times.after(clock.instant());
            }
        });
    }

    private void make(Instant now) {
        Path file = directory.fileFor(now);
        state.begins();
        try {
            directory.prepare();
            copies.backup(file, "", Set.of(), settings.share(), progress -> goOn());
            Good copy = verified(file, now);
            state.succeeded(copy);
            log.info(
                    "A copy of the primary is complete: file={} jobs={} bytes={} ms={}",
                    file.getFileName(),
                    copy.jobs(),
                    copy.bytes(),
                    Duration.between(now, clock.instant()).toMillis());
            directory.keepOnly(settings.keep());
        } catch (CancellationException stopping) {
            state.gaveUp();
        } catch (IOException | RuntimeException failed) {
            // Broad, because whatever went wrong, the next copy is due all the same.
            state.failed(Failure.text(failed));
            log.warn("No copy of the primary could be made: reason={} failures={}", state.failure(), state.failures());
        }
    }

    /** What cannot be read back is no copy, and must not push a good one out. */
    private Good verified(Path file, Instant now) throws IOException {
        try {
            return good(file, now);
        } catch (UnusableBackup damaged) {
            Files.deleteIfExists(file);
            throw damaged;
        }
    }

    private void goOn() {
        if (stopped.getCount() == 0) {
            throw new CancellationException("the service stops");
        }
        try {
            directory.requireRoom();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private void run() {
        begin();
        try {
            while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                step();
            }
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread but a JVM that ends.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        if (thread == null && state.timetable().isPresent()) {
            Thread started = new Thread(this::run, "backup");
            started.setDaemon(true);
            thread = started;
            started.start();
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread running = thread;
        try {
            if (running != null) {
                running.join(LAST_STEP.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        Thread running = thread;
        return running != null && running.isAlive();
    }
}
