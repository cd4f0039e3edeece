package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.testing.ScriptedJobQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolingJobQueueTests {

    private static final Placement REFUSED = new Placement.NotWritten(Reason.CONNECTION_REFUSED);
    private static final Placement DOUBT = new Placement.InDoubt(Node.PRIMARY, Reason.CONNECTION_LOST);
    private static final Placement PLACED = new Placement.Placed(Node.PRIMARY, "run", JobState.QUEUED);

    @TempDir
    private Path directory;

    private TestSpool spool;

    @BeforeEach
    void open() {
        spool = new TestSpool(directory);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void keepsWhatNoNodeHasWritten() {
        assertThat(place(REFUSED, job("a"))).isEqualTo(new Placement.Spooled(1));
        assertThat(place(REFUSED, job("b"))).isEqualTo(new Placement.Spooled(2));

        assertThat(spool.spool().state().waiting()).isEqualTo(2);
        assertThat(spool.find("a")).hasValueSatisfying(found -> {
            assertThat(found.node()).isNull();
            assertThat(found.reason()).isEqualTo("connection_refused");
            assertThat(found.position()).isEqualTo(1);
        });
    }

    @Test
    void holdsWhatMayBeAtANodeWithTheNameOfTheNode() {
        assertThat(place(DOUBT, job("a"))).isInstanceOf(Placement.Spooled.class);

        assertThat(spool.spool().state().sentToPrimary()).isEqualTo(1);
        assertThat(spool.find("a"))
                .hasValueSatisfying(found -> assertThat(found.node()).isEqualTo(Node.PRIMARY));
    }

    @Test
    void keepsNothingThatANodeHasAnswered() {
        for (Placement answer : List.of(
                PLACED,
                new Placement.AlreadyPlaced(Node.STANDBY, "run"),
                new Placement.Conflict(),
                new Placement.Refused(Reason.WRONGTYPE))) {
            assertThat(place(answer, job("a"))).isEqualTo(answer);
        }

        assertThat(spool.spool().state().depth()).isZero();
    }

    @Test
    void keepsNothingThatIsTooMuchForThisService() {
        Placement overloaded = new Placement.NotWritten(Reason.OVERLOADED);

        assertThat(place(overloaded, job("a"))).isEqualTo(overloaded);
        assertThat(spool.spool().state().depth()).isZero();
    }

    @Test
    void answersARepetitionFromTheRowAndAsksNoNode() {
        place(DOUBT, job("a"));
        ScriptedJobQueue nodes = new ScriptedJobQueue(PLACED);

        assertThat(place(nodes, job("a"))).isEqualTo(new Placement.Spooled(1));
        assertThat(nodes.seen()).isEmpty();
        assertThat(spool.spool().state().depth()).isEqualTo(1);
    }

    @Test
    void refusesAnotherJobUnderTheIdOfOneThatLiesHere() {
        place(REFUSED, job("a"));
        ScriptedJobQueue nodes = new ScriptedJobQueue(PLACED);

        assertThat(place(nodes, job("a", "something else"))).isEqualTo(new Placement.Conflict());
        assertThat(nodes.seen()).isEmpty();
    }

    @Test
    void knowsARepetitionAfterARestart() {
        place(REFUSED, job("a"));

        spool.reopen();

        assertThat(place(PLACED, job("a"))).isEqualTo(new Placement.Spooled(1));
    }

    @Test
    void placesAJobAgainThatIsNoLongerHere() {
        place(REFUSED, job("a"));
        assertThat(spool.spool().withdraw(new JobId("a"), TestSpool.soon())).isInstanceOf(Withdrawal.Done.class);

        assertThat(place(PLACED, job("a"))).isEqualTo(PLACED);
    }

    @Test
    void joinsDoubtIntoARowThatWaits() {
        spool.keep(job("a"));

        spool.keepInDoubt(job("a"), Node.STANDBY);

        assertThat(spool.spool().state().waiting()).isZero();
        assertThat(spool.spool().state().sentToStandby()).isEqualTo(1);
    }

    @Test
    void keepsTheDoubtOfARowWhenARepetitionIsSurelyNowhere() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);

        assertThat(spool.keep(job("a"))).isInstanceOf(Placement.Spooled.class);
        assertThat(spool.spool().state().sentToPrimary()).isEqualTo(1);
    }

    @Test
    void leavesDoubtWhatItIsWhenTheIdHasTheRowOfAnotherJob() {
        spool.keep(job("a"));

        assertThat(spool.keep(job("a", "something else"), DOUBT)).isEqualTo(DOUBT);
    }

    @Test
    void answersEachJobOfABatchByItself() {
        place(REFUSED, job("known"));
        ScriptedJobQueue nodes = new ScriptedJobQueue(PLACED, REFUSED, DOUBT, new Placement.Conflict());

        List<Placement> placements = new SpoolingJobQueue(nodes, spool.spool())
                .place(List.of(job("a"), job("known"), job("b"), job("c"), job("d")), TestSpool.soon());

        assertThat(placements)
                .containsExactly(
                        PLACED,
                        new Placement.Spooled(1),
                        new Placement.Spooled(2),
                        new Placement.Spooled(3),
                        new Placement.Conflict());
    }

    @Test
    void promisesNothingOnceTheDirectoryIsFullOfJobs() {
        spool.close();
        spool = new TestSpool(
                directory.resolve("small"),
                new SpoolProperties.Spool(
                        true,
                        "",
                        2,
                        TestSpool.LIMITS.maxSize(),
                        TestSpool.LIMITS.minFree(),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(5)),
                java.time.InstantSource.system());
        place(REFUSED, job("a"));
        place(REFUSED, job("b"));

        assertThat(place(REFUSED, job("c")))
                .isEqualTo(new Placement.Full(Reason.CONNECTION_REFUSED, Reason.SPOOL_FULL, Duration.ofSeconds(2)));
        assertThat(place(DOUBT, job("d"))).isEqualTo(DOUBT);
        assertThat(spool.spool().state().obstacle()).hasValue(Reason.SPOOL_FULL);
    }

    private Placement place(Placement answer, Job job) {
        return place(new ScriptedJobQueue(answer), job);
    }

    private Placement place(ScriptedJobQueue nodes, Job job) {
        return new SpoolingJobQueue(nodes, spool.spool())
                .place(List.of(job), TestSpool.soon())
                .get(0);
    }
}
