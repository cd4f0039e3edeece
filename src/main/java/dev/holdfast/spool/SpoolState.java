package dev.holdfast.spool;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * How the spool is, as it was last looked at, a second ago at most.
 *
 * @param obstacle why it takes no job now; empty while it does
 * @param waiting jobs that are surely nowhere else
 * @param sentToPrimary jobs that are at the primary and not yet safe there, or may be
 * @param sentToStandby the same for the standby
 * @param aside jobs that wait for an operator
 * @param withdrawn jobs that their clients have taken back after they were sent
 * @param bytes of the file that are in use
 * @param oldest how long the oldest job that is not set aside has been here; empty if there is none
 * @param ageing whether that is longer than it should be
 * @param missing jobs at most that a damaged disk has taken since this service started
 */
public record SpoolState(
        Optional<Reason> obstacle,
        long waiting,
        long sentToPrimary,
        long sentToStandby,
        long aside,
        Withdrawn withdrawn,
        long bytes,
        Optional<Duration> oldest,
        boolean ageing,
        long missing) {

    /**
     * How many jobs were taken back, by the nodes that have not answered for them.
     *
     * @param both jobs for which neither has
     */
    public record Withdrawn(long both, long primary, long standby) {

        public static final Withdrawn NONE = new Withdrawn(0, 0, 0);

        public long all() {
            return both + primary + standby;
        }

        /** Those for which this node has not answered. */
        long openAt(Node node) {
            return both + (node == Node.PRIMARY ? primary : standby);
        }
    }

    /** Jobs on their way into Redis. */
    public long depth() {
        return waiting + sentToPrimary + sentToStandby;
    }

    public long sentTo(Node node) {
        return node == Node.PRIMARY ? sentToPrimary : sentToStandby;
    }

    public boolean takesJobs() {
        return obstacle.isEmpty();
    }
}
