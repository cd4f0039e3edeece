package dev.holdfast.reconcile;

import static dev.holdfast.reconcile.Journey.DUPLICATE;
import static dev.holdfast.reconcile.Journey.PLACED;
import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Safety;
import dev.holdfast.reconcile.WayHome.Origin;
import dev.holdfast.testing.InMemoryJobQueue;
import dev.holdfast.testing.InMemoryJobSource;
import dev.holdfast.testing.ScriptedJobQueue;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is the same on every way, and what is each way's own. */
@ExtendWith(OutputCaptureExtension.class)
class WaysHomeTests {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Placement UNREACHABLE = new Placement.NotWritten(Reason.UNREACHABLE);

    private AutoCloseable loop = () -> {};

    @AfterEach
    void stop() throws Exception {
        loop.close();
    }

    @Test
    void aPlaceIsToldWhatArrivedBeforeAnythingElseBecomesOfIt() {
        Journey journey = new Journey(new ScriptedJobQueue(
                PLACED, UNREACHABLE, new Placement.Conflict(), DUPLICATE, new Placement.Refused(Reason.WRONGTYPE)));
        journey.source.strand(job("a"), job("b"), job("c"), job("d"), job("e"));

        journey.after(Duration.ofMillis(100)).after(Duration.ofMillis(100));

        assertThat(journey.source.everything())
                .containsExactly(
                        "arrived a",
                        "arrived d",
                        "set aside for conflict c",
                        "set aside for wrongtype e",
                        "released b",
                        "finished a",
                        "finished d");
    }

    @Test
    void aPlaceIsToldWhatArrivedAfterAnAnswerIsLate() {
        Journey journey = new Journey(
                new ScriptedJobQueue(new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY), UNREACHABLE, DUPLICATE));
        journey.source.strand(job("a"));
        journey.safety = Safety.WAITING;

        journey.during(SECOND.multipliedBy(2));

        assertThat(journey.source.everything()).containsExactly("arrived a");
    }

    @Test
    void countsJobsOfTheDiskByNodeAndNotAsStrays() {
        Journey journey = new Journey(
                Origin.SPOOL,
                Node.STANDBY,
                new ScriptedJobQueue(PLACED, DUPLICATE, new Placement.Conflict(), UNREACHABLE));
        journey.source.strand(job("a"), job("b"), job("c"), job("d"));

        journey.after(SECOND);

        for (String outcome : List.of("placed", "duplicate", "set_aside", "released")) {
            assertThat(journey.placedFromDisk(Node.STANDBY, outcome))
                    .as(outcome)
                    .isEqualTo(1);
            assertThat(journey.placedFromDisk(Node.PRIMARY, outcome))
                    .as(outcome)
                    .isZero();
            assertThat(journey.ended(outcome)).as(outcome).isZero();
        }
        assertThat(journey.strays()).isNaN();
    }

    @Test
    void asksTheStandbySeldomAndTheDiskOftenWhileNothingWaits() {
        InMemoryJobQueue home = new InMemoryJobQueue();
        Journey strays = new Journey(home).during(SECOND);
        Journey spool = new Journey(Origin.SPOOL, Node.PRIMARY, home).during(SECOND);
        strays.source.strand(job("a"));
        spool.source.strand(job("b"));

        strays.during(Duration.ofMillis(150));
        spool.during(Duration.ofMillis(150));

        assertThat(home.waiting()).extracting(job -> job.id().value()).containsExactly("b");
    }

    @Test
    void saysOnceThatJobsOfTheDiskArePlacedAndWhere(CapturedOutput output) {
        Journey journey = new Journey(Origin.SPOOL, Node.STANDBY, new InMemoryJobQueue()).strand(100);

        journey.during(SECOND.multipliedBy(5));

        assertThat(output.getOut().lines().filter(line -> line.contains("Reconciler")))
                .satisfiesExactly(
                        begun -> assertThat(begun).endsWith("Jobs of the spool are being placed at Redis standby"),
                        done -> assertThat(done)
                                .contains("All jobs of the spool for Redis standby are placed: jobs=100"));
    }

    @Test
    void saysOnWhichWayAJobIsSetAside(CapturedOutput output) {
        Journey journey = new Journey(Origin.SPOOL, Node.PRIMARY, new ScriptedJobQueue(new Placement.Conflict()));
        journey.source.strand(job("a"));

        journey.after(SECOND);

        assertThat(output).contains("way=spool-primary job=a reason=conflict");
    }

    @Test
    void saysNothingOfAWayOnWhichNothingCameHome(CapturedOutput output) {
        new Journey(Origin.SPOOL, Node.PRIMARY, new ScriptedJobQueue(UNREACHABLE))
                .strand(10)
                .during(SECOND);

        assertThat(output).doesNotContain("being placed");
    }

    @Test
    void aNodeThatHangsHoldsUpNoOtherWay() {
        InMemoryJobSource away = new InMemoryJobSource(System::nanoTime);
        InMemoryJobSource rows = new InMemoryJobSource(System::nanoTime);
        away.strand(job("a"));
        rows.strand(job("b"));
        ScriptedJobQueue hanging = new ScriptedJobQueue(PLACED);
        hanging.sleep();
        JobQueue well = new ScriptedJobQueue(PLACED);

        loop = TestReconcilers.started(
                WayHome.ofStrays(away, hanging, () -> true, (run, age) -> Safety.SAFE, ids -> 0),
                WayHome.ofSpool(Node.STANDBY, rows, well, () -> hanging.waiting() > 0, (run, age) -> Safety.SAFE));
        await().until(() -> rows.events().equals(List.of("finished b")));
        assertThat(away.events()).isEmpty();

        hanging.wakeUp();
        await().until(() -> away.events().equals(List.of("finished a")));
    }

    @Test
    void eachWayHasAThreadThatBearsItsNameAndEndsWithTheLoop() throws Exception {
        InMemoryJobSource empty = new InMemoryJobSource(System::nanoTime);
        JobQueue home = new InMemoryJobQueue();
        // Whole services that other tests have left open have such threads, too.
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        loop = TestReconcilers.started(
                WayHome.ofSpool(Node.PRIMARY, empty, home, () -> true, (run, age) -> Safety.SAFE),
                WayHome.ofSpool(Node.STANDBY, empty, home, () -> true, (run, age) -> Safety.SAFE));

        List<Thread> started = reconcilersBut(before);
        assertThat(started)
                .extracting(Thread::getName)
                .containsExactlyInAnyOrder("reconcile-spool-primary", "reconcile-spool-standby");

        loop.close();
        assertThat(started).noneMatch(Thread::isAlive);
    }

    @Test
    void withoutAnyWayThereIsNothingToRun() {
        ReconcileLoop nothing = new ReconcileLoop(List.of(), System::nanoTime);

        nothing.start();

        assertThat(nothing.isRunning()).isFalse();
        nothing.stop();
    }

    private static List<Thread> reconcilersBut(Set<Thread> others) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("reconcile-") && !others.contains(thread))
                .toList();
    }
}
