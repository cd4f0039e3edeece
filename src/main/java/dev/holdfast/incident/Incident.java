package dev.holdfast.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that callers may notice, from its beginning to its end.
 *
 * @param closed when it ended; empty while it is open
 * @param causes all that belongs to it, in the order in which it came
 * @param impact what callers notice now, or noticed at its end
 * @param worst the worst that they noticed
 * @param until when it will be over, if an operator said so or a maintenance window has an end; never a guess
 * @param nextUpdate when operators mean to say more; empty if they did not say
 * @param updates oldest first
 */
public record Incident(
        String id,
        Instant since,
        Optional<Instant> closed,
        Set<Cause> causes,
        Impact impact,
        Impact worst,
        Figures figures,
        Optional<Instant> until,
        Optional<Instant> nextUpdate,
        List<Update> updates) {

    public boolean isOpen() {
        return closed.isEmpty();
    }

    /**
     * How much of it there is.
     *
     * @param spooled jobs that wait on this service's disk
     * @param oldest how long the oldest of them has waited; empty if there is none
     * @param refused submissions that were turned away since the incident began
     */
    public record Figures(long spooled, Optional<Duration> oldest, long refused) {}

    /**
     * Something that was said about it.
     *
     * @param text in plain words, without host names
     * @param operator whether a person wrote it
     */
    public record Update(Instant at, String text, boolean operator) {}
}
