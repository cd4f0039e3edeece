package dev.holdfast.watch;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** What {@code INFO} tells of copies, seen from a master or from one of them. */
final class Replication {

    private final RedisInfo info;

    Replication(RedisInfo info) {
        this.info = info;
    }

    /** How many bytes the slowest copy of a master is behind; empty if there is none. */
    OptionalDouble behind() {
        OptionalDouble written = info.number("master_repl_offset");
        OptionalDouble slowest = copies("offset").min();
        return written.isPresent() && slowest.isPresent()
                ? OptionalDouble.of(Math.max(0, written.getAsDouble() - slowest.getAsDouble()))
                : OptionalDouble.empty();
    }

    /** For how long the most silent copy of a master, or the master of a copy, has said nothing, in seconds. */
    OptionalDouble silent() {
        OptionalDouble masterGone = info.number("master_link_down_since_seconds");
        OptionalDouble masterSilent = info.number("master_last_io_seconds_ago");
        if (masterGone.isPresent() && masterGone.getAsDouble() >= 0) {
            return masterGone;
        }
        return masterSilent.isPresent() && masterSilent.getAsDouble() >= 0
                ? masterSilent
                : copies("lag").max();
    }

    private DoubleStream copies(String property) {
        return info.fields().entrySet().stream()
                .filter(field -> field.getKey().matches("slave\\d+"))
                .map(field -> List.of(field.getValue().split(",")))
                .flatMap(List::stream)
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && pair[0].equals(property))
                .mapToDouble(Replication::number)
                .filter(number -> !Double.isNaN(number));
    }

    private static double number(String[] pair) {
        try {
            return Double.parseDouble(pair[1]);
        } catch (NumberFormatException word) {
            return Double.NaN;
        }
    }
}
