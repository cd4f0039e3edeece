package dev.holdfast.job;

import java.util.List;
import java.util.function.Supplier;

/** What is known of both nodes at any moment, primary first, for rooms that know nothing of Redis. */
public record NodeStates(Supplier<List<NodeState>> now) {

    public NodeState primary() {
        return now.get().get(0);
    }

    public NodeState standby() {
        return now.get().get(1);
    }
}
