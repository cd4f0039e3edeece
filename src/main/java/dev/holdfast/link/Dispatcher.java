package dev.holdfast.link;

import dev.holdfast.job.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the calls of all threads and sends them in batches: whatever has come together meanwhile goes out in one flush.
 *
 * <p>It runs on a thread of its own, so that no request thread ever waits inside Lettuce.
 */
final class Dispatcher implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final BlockingQueue<Call> queue;
    private final int batchSize;
    private final LinkState state;
    private final Runnable suspicion;
    private volatile boolean closing;

    /** @param suspicion hears when a reply gives reason to doubt the node */
    Dispatcher(int capacity, int batchSize, LinkState state, Runnable suspicion) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.batchSize = batchSize;
        this.state = state;
        this.suspicion = suspicion;
    }

    /** Hands a call over, or ends it at once when there is no room. */
    void submit(Call call) {
        if (closing || !queue.offer(call)) {
            call.end(new Reply.NotSent(closing ? Reason.UNREACHABLE : Reason.OVERLOADED));
        }
    }

    /** Ends the thread once everything that was handed over has been sent. */
    void close() {
        closing = true;
    }

    @Override
    public void run() {
        List<Call> batch = new ArrayList<>(batchSize);
        while (!closing || !queue.isEmpty()) {
            try {
                // The limit only bounds how late the end is noticed.
                Call first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, batchSize - 1);
                    send(batch);
                    batch.clear();
                }
            } catch (InterruptedException interrupted) {
                // Nobody interrupts this thread but a JVM that ends; what is queued is answered all the same.
                closing = true;
            }
        }
    }

    private void send(List<Call> batch) {
        OpenLink link = state.link();
        if (link == null) {
            batch.forEach(call -> call.end(new Reply.NotSent(state.reason())));
            return;
        }
        // What is late, or was given up, is dropped here: it has definitely not been sent.
        batch.removeIf(call -> !call.take());
        if (batch.isEmpty()) {
            return;
        }
        try {
            link.send(batch, call -> link.sendWithScript(call, suspicion), suspicion);
        } catch (RuntimeException unforeseen) {
            // Broad, because without this thread nothing is ever sent again; some may have left before it failed.
            log.error("A batch of {} calls was not sent as it should be", batch.size(), unforeseen);
            batch.forEach(call -> call.end(new Reply.Lost(Reason.PROTOCOL_ERROR)));
            suspicion.run();
        }
    }
}
