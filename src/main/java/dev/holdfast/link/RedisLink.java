package dev.holdfast.link;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The wire to one Redis node, always trying to be up.
 *
 * <p>Owns two threads: a supervisor that connects and watches, a dispatcher that sends. No caller ever waits inside
 * Lettuce; a caller waits on the futures that it gets, with its own deadline. Safe for all threads.
 */
public final class RedisLink implements AutoCloseable {

    private final LinkState state;
    private final Dispatcher dispatcher;
    private final Supervisor supervisor;
    private final List<Thread> threads;

    RedisLink(LinkState state, Dispatcher dispatcher, Supervisor supervisor, List<Thread> threads) {
        this.state = state;
        this.dispatcher = dispatcher;
        this.supervisor = supervisor;
        this.threads = List.copyOf(threads);
    }

    /**
     * Sends script calls; each reply completes by itself, never exceptionally.
     *
     * <p>A call that has not been sent by the deadline is not sent. A call that was sent is refused by the script after
     * the deadline, in the node's own time. Without a link the replies are there at once.
     */
    public List<CompletableFuture<Reply>> send(List<ScriptCall> scripts, Deadline deadline) {
        boolean up = state.link() != null;
        Reason reason = state.reason();
        return scripts.stream()
                .map(script -> {
                    Call call = new Call(script, deadline);
                    if (up) {
                        dispatcher.submit(call);
                    } else {
                        call.notSent(reason);
                    }
                    return call.reply();
                })
                .toList();
    }

    /** What is known of the node now; does no I/O. */
    public NodeState state() {
        return state.toNodeState();
    }

    /** Waits until the node has been tried once, at most so long. */
    public void awaitFirstAttempt(Duration limit) {
        state.awaitFirstAttempt(limit);
    }

    /** Sends what was handed over, then closes the connections; takes a second at most. */
    @Override
    public void close() {
        dispatcher.close();
        join(threads.get(0));
        supervisor.close();
        join(threads.get(1));
    }

    private static void join(Thread thread) {
        try {
            thread.join(500);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
