package dev.holdfast.failover;

import dev.holdfast.job.Node;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last hundred changes of the active node, and how many there were. Safe for all threads. */
final class History {

    private static final int KEPT = 100;

    private final InstantSource clock;
    private final Deque<Switch> newestFirst = new ArrayDeque<>();
    private final Map<Node, Integer> changesTo = new EnumMap<>(Node.class);
    private int changesToNone;

    History(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(View from, View to, @Nullable String reason) {
        newestFirst.addFirst(new Switch(clock.instant().toString(), from.word(), to.word(), to.cause(), reason));
        if (newestFirst.size() > KEPT) {
            newestFirst.removeLast();
        }
        to.node().ifPresentOrElse(node -> changesTo.merge(node, 1, Integer::sum), () -> changesToNone++);
    }

    synchronized List<Switch> newestFirst() {
        return List.copyOf(newestFirst);
    }

    /** How often jobs began to go to this node, or to none. */
    synchronized int changesTo(Optional<Node> node) {
        return node.map(it -> changesTo.getOrDefault(it, 0)).orElse(changesToNone);
    }
}
