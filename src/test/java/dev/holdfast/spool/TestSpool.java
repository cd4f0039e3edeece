package dev.holdfast.spool;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.testing.KnownNodes;
import dev.holdfast.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.util.unit.DataSize;

/** A spool in a directory of a test, with two nodes of which the test says what is known. */
final class TestSpool implements AutoCloseable {

    static final SpoolProperties.Spool LIMITS = new SpoolProperties.Spool(
            true,
            "",
            100_000,
            DataSize.ofMegabytes(100),
            DataSize.ofMegabytes(1),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5));

    final KnownNodes nodes = new KnownNodes().up(Node.PRIMARY, Duration.ZERO).up(Node.STANDBY, Duration.ZERO);
    final Path directory;
    private final SpoolProperties.Spool limits;
    private final InstantSource wall;
    private final LongSupplier elapsed;
    private Optional<Node> active = Optional.of(Node.PRIMARY);
    private Spool spool;

    TestSpool(Path directory) {
        this(directory, LIMITS, InstantSource.system());
    }

    TestSpool(Path directory, SpoolProperties.Spool limits, InstantSource wall) {
        this(directory, limits, wall, System::nanoTime);
    }

    /** One whose rows age only when the test says so. */
    TestSpool(Path directory, ManualClock clock) {
        this(directory, LIMITS, clock, clock);
    }

    private TestSpool(Path directory, SpoolProperties.Spool limits, InstantSource wall, LongSupplier elapsed) {
        this.directory = directory;
        this.limits = limits;
        this.wall = wall;
        this.elapsed = elapsed;
        this.spool = open();
    }

    private Spool open() {
        return Spool.open(
                directory,
                limits,
                nodes.states(),
                new SpoolClock(wall, elapsed),
                Duration.ofMillis(10),
                System::nanoTime);
    }

    Spool spool() {
        return spool;
    }

    /** Another service on the same directory, after this one has ended. */
    void reopen() {
        spool.close();
        spool = open();
    }

    void activate(Node node) {
        active = Optional.of(node);
    }

    JobSource rows(Node node) {
        return spool.rows(node, () -> active);
    }

    /** Keeps a job that no node has written. */
    Placement keep(Job job) {
        return keep(job, new Placement.NotWritten(Reason.CONNECTION_REFUSED));
    }

    /** Keeps many jobs at once that no node has written. */
    void keepAll(List<Job> jobs) {
        Placement placement = new Placement.NotWritten(Reason.CONNECTION_REFUSED);
        spool.keep(
                jobs.stream()
                        .map(job -> Keeping.of(job, placement, nodes.states()))
                        .toList(),
                soon());
    }

    /** Keeps a job that this node may have. */
    Placement keepInDoubt(Job job, Node node) {
        return keep(job, new Placement.InDoubt(node, Reason.CONNECTION_LOST));
    }

    Placement keep(Job job, Placement placement) {
        return spool.keep(List.of(Keeping.of(job, placement, nodes.states())), soon())
                .get(0);
    }

    Optional<SpooledJob> find(String id) {
        return spool.find(new JobId(id), soon()).job();
    }

    /** From now on the file is of no use. */
    void fail() {
        spool.ask(open -> open.file().of("DROP TABLE job").executeUpdate(), soon());
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20), System::nanoTime);
    }

    @Override
    public void close() {
        spool.close();
    }
}
