package dev.holdfast.link;

import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the calls of all threads and sends them in batches: whatever has come together meanwhile goes out in one flush.
 *
 * <p>It runs on a thread of its own, so that no request thread ever waits inside Lettuce. A thread that does not come
 * back from there is left behind, and another takes its place.
 */
final class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    /** Handing over a batch takes well under a millisecond; a pause of this process should not look like a block. */
    private static final Duration STUCK = Duration.ofSeconds(1);

    private final BlockingQueue<Call> queue;
    private final int batchSize;
    private final LinkState state;
    private final BiConsumer<OpenLink, List<Call>> sending;
    private final Runnable suspicion;
    private final LongSupplier nanoTime;
    private final Function<Runnable, Thread> starter;
    private volatile Shift shift;
    private volatile Thread thread;
    private volatile boolean closing;

    /**
     * A dispatcher at work.
     *
     * @param sending hands calls to Lettuce, and may not come back from it
     * @param suspicion hears when a batch gives reason to doubt the node
     */
    Dispatcher(
            LinkProperties properties,
            LinkState state,
            BiConsumer<OpenLink, List<Call>> sending,
            Runnable suspicion,
            LongSupplier nanoTime,
            Function<Runnable, Thread> starter) {
        this.queue = new ArrayBlockingQueue<>(properties.capacity());
        this.batchSize = properties.batch();
        this.state = state;
        this.sending = sending;
        this.suspicion = suspicion;
        this.nanoTime = nanoTime;
        this.starter = starter;
        this.shift = new Shift();
        this.thread = starter.apply(shift);
    }

    /** Hands a call over, or ends it at once when there is no room. */
    void submit(Call call) {
        if (closing || !queue.offer(call)) {
            call.end(new Reply.NotSent(closing ? Reason.UNREACHABLE : Reason.OVERLOADED));
        }
    }

    /** Ends the thread once everything that was handed over has been sent, and waits for that, at most so long. */
    void close(Duration limit) throws InterruptedException {
        closing = true;
        thread.join(limit.toMillis());
    }

    /** Whether the thread has been inside Lettuce for so long that it may never come back. */
    boolean isStuck() {
        Batch batch = shift.batch;
        return batch != null && nanoTime.getAsLong() - batch.since() > STUCK.toNanos();
    }

    /** Leaves a thread behind that is stuck, with the calls it has taken. The supervisor's. */
    void renewIfStuck() {
        if (isStuck()) {
            log.warn("The driver has not come back from sending for {} ms; a new thread sends now", STUCK.toMillis());
            Shift stuck = shift;
            shift = new Shift();
            thread = starter.apply(shift);
            stuck.leaveBehind();
        }
    }

    /** Calls that are being handed to Lettuce. */
    private record Batch(List<Call> calls, long since) {}

    /** The work of one thread, until it ends or is left behind. */
    private final class Shift implements Runnable {

        private volatile @Nullable Batch batch;
        private volatile boolean over;

        @Override
        public void run() {
            while (!over && (!closing || !queue.isEmpty())) {
                try {
                    // The limit only bounds how late the end is noticed.
                    Call first = queue.poll(100, TimeUnit.MILLISECONDS);
                    if (first != null) {
                        List<Call> calls = new ArrayList<>();
                        calls.add(first);
                        queue.drainTo(calls, batchSize - 1);
                        send(calls);
                    }
                } catch (InterruptedException interrupted) {
                    // Nobody interrupts this thread but a JVM that ends; what is queued is answered all the same.
                    closing = true;
                }
            }
        }

        void leaveBehind() {
            over = true;
            Batch taken = batch;
            if (taken != null) {
                taken.calls().forEach(call -> call.end(new Reply.Lost(Reason.CONNECTION_LOST)));
            }
        }

        private void send(List<Call> calls) {
            OpenLink link = state.link();
            if (link == null) {
                calls.forEach(call -> call.end(new Reply.NotSent(state.reason())));
                return;
            }
            // What is late, or was given up, is dropped here: it has definitely not been sent.
            calls.removeIf(call -> !call.take());
            if (calls.isEmpty()) {
                return;
            }
            batch = new Batch(calls, nanoTime.getAsLong());
            try {
                sending.accept(link, calls);
            } catch (RuntimeException unforeseen) {
                // Broad, because without this thread nothing is ever sent again; some may have left before it failed.
                log.error("A batch of {} calls was not sent as it should be", calls.size(), unforeseen);
                calls.forEach(call -> call.end(new Reply.Lost(Reason.PROTOCOL_ERROR)));
                suspicion.run();
            } finally {
                batch = null;
            }
        }
    }
}
