package dev.holdfast.job;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as it travels: encoded once, before its first placement, and the same bytes wherever it goes.
 *
 * @param hash field names and values of {@code rq:job:<id>} as of a job that is queued, alternating; nobody may change
 *     the arrays
 * @param ttl how long the job may wait in Redis before it is dropped unrun, in whole seconds; null for ever
 * @param terms when it may run, where in line, in which group
 * @param remembered how long a node remembers that it accepted this job, in whole seconds: so long a repetition is
 *     recognised even when RQ has deleted the job
 */
public record Job(
        JobId id,
        QueueName queue,
        Fingerprint fingerprint,
        Duration remembered,
        @Nullable Duration ttl,
        Terms terms,
        List<byte[]> hash) {

    /** So long a job that was taken back is kept out of a node that has answered for it, from that moment on. */
    public static final Duration KEPT_OUT = Duration.ofDays(1);

    public Job {
        hash = List.copyOf(hash);
        if (hash.isEmpty() || hash.size() % 2 != 0) {
            throw new IllegalArgumentException("a hash has names and values, but there are " + hash.size() + " parts");
        }
        if (remembered.toSeconds() < 1) {
            throw new IllegalArgumentException("a job is remembered for at least a second, not for " + remembered);
        }
        if (ttl != null && ttl.toSeconds() < 1) {
            throw new IllegalArgumentException("a ttl is at least a second, not " + ttl);
        }
    }

    /** Whether it is taken before all that wait already. */
    public boolean atFront() {
        return terms.atFront();
    }

    /** The id under which a node remembers that it accepted this job. */
    public JobId proof() {
        JobId other = terms.proof();
        return other == null ? id : other;
    }

    /** The same job on other terms. */
    public Job on(Terms other) {
        return new Job(id, queue, fingerprint, remembered, ttl, other, hash);
    }

    /** The same job after its client has taken it back. */
    public Job withdrawn() {
        Duration longer = remembered.compareTo(KEPT_OUT) < 0 ? KEPT_OUT : remembered;
        return new Job(id, queue, fingerprint, longer, ttl, terms.with(new Start.Never()), hash);
    }

    public boolean isWithdrawn() {
        return terms.start() instanceof Start.Never;
    }

    /** The same job, for which a parent that a node does not know counts as finished. */
    public Job withMissingParentsMet() {
        return withMissingParents(true);
    }

    /** The same job, for which a parent that a node does not know may be elsewhere. */
    public Job withMissingParentsUnmet() {
        return withMissingParents(false);
    }

    private Job withMissingParents(boolean met) {
        return terms.start() instanceof Start.After after && after.missingAreMet() != met
                ? on(terms.with(new Start.After(after.parents(), after.allowFailure(), met)))
                : this;
    }

    /** Names the job only: what it carries is nobody's business in a log. */
    @Override
    public String toString() {
        return "Job{" + id + " on " + queue + "}";
    }
}
