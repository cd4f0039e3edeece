package dev.holdfast.link;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.NodeState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The wire to one Redis node, always trying to be up.
 *
 * <p>Owns two threads: a supervisor that connects and watches, a dispatcher that sends. No caller ever waits inside
 * Lettuce; it waits for its own calls, until its own deadline. Safe for all threads.
 */
public final class RedisLink implements AutoCloseable {

    private final LinkState state;
    private final Dispatcher dispatcher;
    private final Supervisor supervisor;
    private final Thread supervising;

    RedisLink(LinkState state, Dispatcher dispatcher, Supervisor supervisor, Thread supervising) {
        this.state = state;
        this.dispatcher = dispatcher;
        this.supervisor = supervisor;
        this.supervising = supervising;
    }

    /**
     * Makes script calls, all in flight at once, and waits for their replies until the deadline.
     *
     * <p>A call that has not been sent by the deadline is never sent; one that was sent is refused by the script after
     * the deadline, in the node's own time. Without a link the replies are there at once.
     */
    public List<Reply> call(List<ScriptCall> scripts, Deadline deadline) {
        if (state.link() == null) {
            Reply notSent = new Reply.NotSent(state.reason());
            return scripts.stream().map(script -> notSent).toList();
        }
        List<Call> calls =
                scripts.stream().map(script -> new Call(script, deadline)).toList();
        calls.forEach(dispatcher::submit);
        Reply[] replies = new Reply[calls.size()];
        // Replies come in the order of the calls: after the last one the others are there, and the thread wakes once.
        for (int i = replies.length - 1; i >= 0; i--) {
            replies[i] = calls.get(i).await();
        }
        return Arrays.asList(replies);
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
        try {
            dispatcher.close(Duration.ofMillis(500));
            supervisor.close();
            supervising.join(500);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
