package dev.holdfast.spool;

import dev.holdfast.job.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that touches the file: it takes all the work that waits, does it in one transaction, and answers once
 * that is on the disk. Nobody interrupts it, since an interrupted thread closes the file it works on.
 */
final class SpoolThread implements AutoCloseable, Runnable {

    private static final Logger log = LoggerFactory.getLogger(SpoolThread.class);
    private static final int MOST_AT_ONCE = 500;
    /** What is left to be done at the end takes no longer than a disk that works. */
    private static final Duration LAST_WORK = Duration.ofSeconds(10);

    /** Something to be done with the file. */
    @FunctionalInterface
    interface Work<T> {
        T on(OpenSpool spool) throws SQLException;
    }

    private final SpoolDisk disk;
    private final Duration look;
    private final LongSupplier nanoTime;
    private final BlockingQueue<Piece<?>> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this, "spool");
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong commitNanos = new AtomicLong();
    private volatile boolean closing;

    /** @param look how often the file is looked at, whatever else there is to do */
    SpoolThread(SpoolDisk disk, Duration look, LongSupplier nanoTime) {
        this.disk = disk;
        this.look = look;
        this.nanoTime = nanoTime;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Hands work over; whoever did so waits for the piece that is returned, or forgets it. */
    <T> Piece<T> hand(Work<T> work) {
        Piece<T> piece = new Piece<>(work);
        waiting.add(piece);
        return piece;
    }

    @Override
    public void run() {
        long looked = nanoTime.getAsLong() - look.toNanos();
        while (!closing || !waiting.isEmpty()) {
            List<Piece<?>> pieces = next();
            if (!pieces.isEmpty()) {
                doTogether(pieces);
            }
            if (nanoTime.getAsLong() - looked >= look.toNanos()) {
                looked = nanoTime.getAsLong();
                look();
            }
        }
        disk.close();
    }

    private void look() {
        Exception failure = failureOf(disk::look);
        if (failure != null) {
            disk.rollBack();
            disk.failed(failure);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    private static @Nullable Exception failureOf(Step step) {
        try {
            step.run();
            return null;
        } catch (SQLException | RuntimeException failure) {
            // Broad, because this thread must live; what it could not do is answered as such.
            return failure;
        }
    }

    private List<Piece<?>> next() {
        List<Piece<?>> pieces = new ArrayList<>();
        try {
            Piece<?> first = waiting.poll(look.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                pieces.add(first);
                waiting.drainTo(pieces, MOST_AT_ONCE - 1);
            }
        } catch (InterruptedException nobodysWord) {
            log.warn("The thread of the spool was interrupted, and goes on");
        }
        pieces.removeIf(piece -> !piece.take());
        return pieces;
    }

    private void doTogether(List<Piece<?>> pieces) {
        OpenSpool spool = disk.open();
        if (spool == null) {
            pieces.forEach(piece -> piece.fail(Reason.DISK_FAILED, true));
            return;
        }
        long began = nanoTime.getAsLong();
        Exception failure = failureOf(() -> {
            spool.file().begin();
            for (Piece<?> piece : pieces) {
                piece.doWith(spool);
            }
        });
        if (failure != null) {
            undone(pieces, failure);
            return;
        }
        commit(spool, pieces, began);
    }

    /** How many groups of pieces were done. */
    long commits() {
        return commits.get();
    }

    /** How long all of them took together. */
    long commitNanos() {
        return commitNanos.get();
    }

    private void commit(OpenSpool spool, List<Piece<?>> pieces, long began) {
        try {
            spool.file().commit();
        } catch (SQLException failure) {
            disk.rollBack();
            Reason reason = disk.failed(failure);
            // Out of room the last words are missing, and so nothing counts; else they may be there.
            pieces.forEach(piece -> piece.fail(reason, reason == Reason.DISK_FULL));
            return;
        }
        if (!disk.committed(spool)) {
            // It was deleted meanwhile: what is in it is lost with this process, or placed before.
            pieces.forEach(piece -> piece.fail(Reason.DISK_FAILED, false));
            return;
        }
        // Before the answers, so that whoever has one finds it counted.
        commits.incrementAndGet();
        commitNanos.addAndGet(nanoTime.getAsLong() - began);
        pieces.forEach(Piece::answer);
    }

    /** One piece of work may spoil the others; each is then done by itself. */
    private void undone(List<Piece<?>> pieces, Exception failure) {
        boolean whole = disk.rollBack();
        if (pieces.size() > 1 && whole) {
            pieces.forEach(piece -> doTogether(List.of(piece)));
            return;
        }
        Reason reason = disk.failed(failure);
        pieces.forEach(piece -> piece.fail(reason, true));
    }

    /** Does what was handed over, and closes the file. */
    @Override
    public void close() {
        closing = true;
        hand(spool -> true);
        try {
            thread.join(LAST_WORK.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
