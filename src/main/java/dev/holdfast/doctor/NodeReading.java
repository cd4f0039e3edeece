package dev.holdfast.doctor;

import dev.holdfast.job.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * All that was read of a node.
 *
 * @param place its address without user and password, for the command line only
 */
record NodeReading(Node node, String place, Map<Part<?>, Seen<?>> parts) {

    /** A reading of nothing yet. */
    static NodeReading of(Node node, String place) {
        return new NodeReading(node, place, Map.of());
    }

    /** The same, and this. */
    <T> NodeReading with(Part<T> part, Seen<T> seen) {
        Map<Part<?>, Seen<?>> more = new HashMap<>(parts);
        more.put(part, seen);
        return new NodeReading(node, place, Map.copyOf(more));
    }

    /** The same with this reason for all that has not been read. */
    NodeReading unseen(String why) {
        return with(UNSEEN, Seen.not(why));
    }

    @SuppressWarnings("unchecked")
    <T> Seen<T> see(Part<T> part) {
        // Safe, because only with() puts something in, of the part's type.
        Seen<T> seen = (Seen<T>) parts.get(part);
        return seen == null ? Seen.not(whyNothing()) : seen;
    }

    /** INFO, if it has all of these fields. */
    Seen<Info> info(String... names) {
        return see(Part.INFO).flatMap(info -> info.with(names));
    }

    /** A line of the node's configuration. */
    Seen<String> config(String name) {
        return see(Part.CONFIG).flatMap(lines -> {
            String line = lines.get(name);
            return line == null ? Seen.not("CONFIG GET tells no " + name) : Seen.of(line);
        });
    }

    private String whyNothing() {
        Seen<?> reason = parts.get(UNSEEN);
        return reason == null ? "it was not read" : reason.why();
    }

    private static final Part<String> UNSEEN = new Part<>("unseen");
}
