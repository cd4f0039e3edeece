package dev.holdfast.spool;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The jobs on this service's disk. Safe for all threads; whoever asks waits for the disk until the deadline, and no
 * longer.
 */
public final class Spool implements AutoCloseable {

    /** What the spool knows of a job; {@code answered} is false if the disk did not say. */
    public record Search(boolean answered, Optional<SpooledJob> job) {}

    private final SpoolDirectory directory;
    private final SpoolDisk disk;
    private final SpoolThread thread;
    private final IdFilter filter;
    private final NodeStates nodes;
    private final LongSupplier nanoTime;
    private final RevokedClaims revoked;

    private Spool(
            SpoolDirectory directory,
            SpoolDisk disk,
            SpoolThread thread,
            IdFilter filter,
            NodeStates nodes,
            LongSupplier nanoTime) {
        this.directory = directory;
        this.disk = disk;
        this.thread = thread;
        this.filter = filter;
        this.nodes = nodes;
        this.nanoTime = nanoTime;
        this.revoked = new RevokedClaims(nanoTime);
    }

    /**
     * Opens the spool in this directory, which is nobody else's from now on.
     *
     * @param look how often the file is looked at
     * @throws IllegalStateException if the directory or the file cannot be used, in words for whoever sets the settings
     */
    static Spool open(
            Path path,
            SpoolProperties.Spool limits,
            NodeStates nodes,
            SpoolClock clock,
            Duration look,
            LongSupplier nanoTime) {
        SpoolDirectory directory = SpoolDirectory.open(path);
        IdFilter filter = new IdFilter();
        SpoolDisk disk = new SpoolDisk(directory, limits, filter, clock, nanoTime);
        try {
            disk.openFirst();
        } catch (SQLException | IOException | IllegalStateException unusable) {
            directory.close();
            throw SpoolDirectory.unusable(path, unusable);
        }
        SpoolThread thread = new SpoolThread(disk, look, nanoTime);
        thread.start();
        return new Spool(directory, disk, thread, filter, nodes, nanoTime);
    }

    /** How it is; asks the disk nothing. */
    public SpoolState state() {
        return disk.state();
    }

    /**
     * The rows that are to be brought to this node: those that were sent there, and, while it is the active one, those
     * that have been nowhere.
     *
     * @param active the node that takes jobs now
     */
    public JobSource rows(Node node, Supplier<Optional<Node>> active) {
        return new SpooledRows(node, active, nodes, thread, disk::state, revoked, nanoTime);
    }

    public Search find(JobId id, Deadline deadline) {
        if (!filter.mayContain(id)) {
            return new Search(true, Optional.empty());
        }
        Outcome<Optional<SpooledJob>> found =
                thread.hand(spool -> spool.rows().job(id)).await(deadline);
        return found instanceof Outcome.Done<Optional<SpooledJob>> done
                ? new Search(true, done.result())
                : new Search(false, Optional.empty());
    }

    /** Takes a job back: at once if it was never sent to a node, else as soon as both nodes have answered for it. */
    public Withdrawal withdraw(JobId id, Deadline deadline) {
        if (!filter.mayContain(id)) {
            return new Withdrawal.Unknown();
        }
        Outcome<Withdrawal> outcome =
                thread.hand(spool -> spool.withdrawn().withdraw(id, revoked)).await(deadline);
        return outcome instanceof Outcome.Done<Withdrawal> done ? done.result() : new Withdrawal.NotAsked();
    }

    /** What stands against deleting a job that does not lie here: that jobs which do wait for it, else nothing is known. */
    public Withdrawal objection(JobId id, Deadline deadline) {
        if (!filter.mayContain(id)) {
            return new Withdrawal.Unknown();
        }
        Outcome<Withdrawal> outcome = thread.<Withdrawal>hand(
                        spool -> spool.withdrawn().isAwaited(id) ? new Withdrawal.Awaited() : new Withdrawal.Unknown())
                .await(deadline);
        return outcome instanceof Outcome.Done<Withdrawal> done ? done.result() : new Withdrawal.NotAsked();
    }

    /** What is to be said of a job that lies here, or whose id does; empty if it has to be placed. */
    Optional<Placement> known(Job job, Deadline deadline) {
        if (!filter.mayContain(job.id()) && !filter.mayContain(job.proof())) {
            return Optional.empty();
        }
        Outcome<Optional<Added>> known =
                thread.hand(spool -> spool.rows().known(job)).await(deadline);
        if (known instanceof Outcome.Done<Optional<Added>> done) {
            return done.result()
                    .map(row -> row.conflict()
                            .<Placement>map(conflict -> conflict)
                            .orElseGet(() -> new Placement.Spooled(state().depth())));
        }
        // It may be here, and in doubt: then no node may be given it.
        return Optional.of(new Placement.NotWritten(Reason.DISK_FAILED));
    }

    /** Keeps jobs, each with an answer of its own: on the disk, or not. */
    List<Placement> keep(List<Keeping> keepings, Deadline deadline) {
        Outcome<List<Placement>> kept = thread.hand(spool -> {
                    List<Placement> placements = new ArrayList<>();
                    for (Keeping keeping : keepings) {
                        filter.add(keeping.job().id());
                        filter.add(keeping.job().proof());
                        keeping.job().terms().parents().forEach(filter::add);
                        placements.add(keeping.in(spool));
                    }
                    return placements;
                })
                .await(deadline);
        if (kept instanceof Outcome.Done<List<Placement>> done) {
            return done.result();
        } else if (kept instanceof Outcome.NotDone<List<Placement>> not) {
            return keepings.stream()
                    .map(keeping -> keeping.notKept(not.reason()))
                    .toList();
        }
        Reason reason = ((Outcome.Unknown<List<Placement>>) kept).reason();
        return keepings.stream().map(keeping -> keeping.maybeKept(reason)).toList();
    }

    /** Has the thread do something on behalf of an operator. */
    <T> Outcome<T> ask(SpoolThread.Work<T> work, Deadline deadline) {
        return thread.hand(work).await(deadline);
    }

    /** Jobs that were let go since this service started, because their node stayed away. */
    long letGo() {
        return disk.letGo();
    }

    /** How often rows were brought to the disk together. */
    long commits() {
        return thread.commits();
    }

    /** How long all of that took. */
    long commitNanos() {
        return thread.commitNanos();
    }

    NodeStates nodes() {
        return nodes;
    }

    @Override
    public void close() {
        thread.close();
        directory.close();
    }
}
