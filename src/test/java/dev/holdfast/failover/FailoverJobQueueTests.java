package dev.holdfast.failover;

import static dev.holdfast.job.Node.PRIMARY;
import static dev.holdfast.job.Node.STANDBY;
import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.testing.KnownNodes;
import dev.holdfast.testing.ScriptedJobQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverJobQueueTests {

    private static final Placement AT_PRIMARY = new Placement.Placed(PRIMARY, "run", JobState.QUEUED);
    private static final Placement AT_STANDBY = new Placement.Placed(STANDBY, "run", JobState.QUEUED);
    private static final Duration LONG = Duration.ofHours(1);

    private final KnownNodes nodes = new KnownNodes().up(PRIMARY, LONG).up(STANDBY, LONG);
    private final ActiveNode active = TestFailover.active(nodes.states(), () -> 0);

    @Test
    void placesAtThePrimary() {
        ScriptedJobQueue standby = new ScriptedJobQueue(AT_STANDBY);

        assertThat(place(new ScriptedJobQueue(AT_PRIMARY), standby, "a")).containsExactly(AT_PRIMARY);
        assertThat(standby.seen()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OVERLOADED", "EXPIRED", "DEPENDENCY_ELSEWHERE"})
    void goesToTheStandbyAndStaysThere(Reason reason) {
        assertThat(place(refusing(reason), new ScriptedJobQueue(AT_STANDBY), "a"))
                .containsExactly(AT_STANDBY);
        assertThat(active.node()).contains(STANDBY);
    }

    @Test
    void goesToTheStandbyWithWhatASlowPrimaryDidNotTakeButDoesNotLeaveIt() {
        assertThat(place(refusing(Reason.EXPIRED), new ScriptedJobQueue(AT_STANDBY), "a"))
                .containsExactly(AT_STANDBY);
        assertThat(active.node()).contains(PRIMARY);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"OVERLOADED", "DEPENDENCY_ELSEWHERE"})
    void takesNowhereWhatIsNotTheNodesFault(Reason reason) {
        ScriptedJobQueue standby = new ScriptedJobQueue(AT_STANDBY);

        assertThat(place(refusing(reason), standby, "a")).containsExactly(new Placement.NotWritten(reason));
        assertThat(standby.seen()).isEmpty();
        assertThat(active.node()).contains(PRIMARY);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"CONNECTION_LOST", "NO_REPLY", "PROTOCOL_ERROR"})
    void leavesAJobInDoubtWhereItMayBe(Reason reason) {
        ScriptedJobQueue standby = new ScriptedJobQueue(AT_STANDBY);
        Placement doubt = new Placement.InDoubt(PRIMARY, reason);

        assertThat(place(new ScriptedJobQueue(doubt), standby, "a")).containsExactly(doubt);
        assertThat(standby.seen()).isEmpty();
    }

    @Test
    void takesOnlyThoseOfABatchElsewhereThatWereNotWritten() {
        ScriptedJobQueue primary = new ScriptedJobQueue(
                AT_PRIMARY,
                new Placement.InDoubt(PRIMARY, Reason.CONNECTION_LOST),
                new Placement.NotWritten(Reason.UNREACHABLE),
                new Placement.Conflict(),
                new Placement.NotWritten(Reason.OVERLOADED));
        ScriptedJobQueue standby = new ScriptedJobQueue(AT_STANDBY);

        assertThat(place(primary, standby, "a", "b", "c", "d", "e"))
                .containsExactly(
                        AT_PRIMARY,
                        new Placement.InDoubt(PRIMARY, Reason.CONNECTION_LOST),
                        AT_STANDBY,
                        new Placement.Conflict(),
                        new Placement.NotWritten(Reason.OVERLOADED));
        assertThat(standby.seen())
                .extracting(Job::id)
                .extracting(Object::toString)
                .containsExactly("c");
    }

    @Test
    void saysWhyTheSecondRefusedWhenBothDo() {
        assertThat(place(refusing(Reason.OOM), refusing(Reason.READONLY), "a"))
                .containsExactly(new Placement.NotWritten(Reason.READONLY));
    }

    @Test
    void asksNobodyWhileBothAreDownAndSaysWhatThePrimaryLacks() {
        nodes.down(PRIMARY, "connection_refused").down(STANDBY, "oom");
        ScriptedJobQueue primary = new ScriptedJobQueue(AT_PRIMARY);
        ScriptedJobQueue standby = new ScriptedJobQueue(AT_STANDBY);

        assertThat(place(primary, standby, "a")).containsExactly(new Placement.NotWritten(Reason.CONNECTION_REFUSED));
        assertThat(primary.seen()).isEmpty();
        assertThat(standby.seen()).isEmpty();
    }

    @Test
    void writesNothingToAStalePrimaryWhileTheNewMasterIsAway() {
        nodes.up(PRIMARY, LONG, "data").replica(STANDBY, "data");
        active.settle();
        nodes.up(STANDBY, Duration.ZERO, "data");
        active.settle();
        nodes.down(STANDBY, "connection_refused");
        ScriptedJobQueue primary = new ScriptedJobQueue(AT_PRIMARY);

        assertThat(place(primary, new ScriptedJobQueue(AT_STANDBY), "a"))
                .containsExactly(new Placement.NotWritten(Reason.CONNECTION_REFUSED));
        assertThat(primary.seen()).isEmpty();
    }

    @Test
    void writesNothingBeforeBothNodesHaveBeenTried() {
        KnownNodes starting = new KnownNodes().up(PRIMARY, LONG);
        ScriptedJobQueue primary = new ScriptedJobQueue(AT_PRIMARY);
        JobQueue queue = TestFailover.over(primary, new ScriptedJobQueue(AT_STANDBY), starting.states());

        assertThat(queue.place(List.of(job("a")), inTime())).hasExactlyElementsOfTypes(Placement.NotWritten.class);
        assertThat(primary.seen()).isEmpty();
    }

    @Test
    void takesTheFirstNodeThatIsValidAgainWithoutWaitingForTheWatch() {
        nodes.down(PRIMARY, "connection_refused").down(STANDBY, "oom");
        active.settle();
        nodes.up(STANDBY, Duration.ZERO);

        assertThat(place(refusing(Reason.CONNECTION_REFUSED), new ScriptedJobQueue(AT_STANDBY), "a"))
                .containsExactly(AT_STANDBY);
    }

    @Test
    void writesToNeitherOfTwoMastersOfTheSameData() {
        nodes.up(PRIMARY, LONG, "data").up(STANDBY, LONG, "data");
        ScriptedJobQueue primary = new ScriptedJobQueue(AT_PRIMARY);
        ScriptedJobQueue standby = new ScriptedJobQueue(AT_STANDBY);

        assertThat(place(primary, standby, "a")).containsExactly(new Placement.NotWritten(Reason.TWO_MASTERS));
        assertThat(primary.seen()).isEmpty();
        assertThat(standby.seen()).isEmpty();
    }

    @Test
    void neverOffersAJobToAReplica() {
        nodes.up(PRIMARY, LONG, "data").replica(STANDBY, "data");
        ScriptedJobQueue standby = new ScriptedJobQueue(AT_STANDBY);

        assertThat(place(refusing(Reason.NOREPLICAS), standby, "a"))
                .containsExactly(new Placement.NotWritten(Reason.NOREPLICAS));
        assertThat(standby.seen()).isEmpty();
    }

    @Test
    void hasOnlyThePrimaryWhereThereIsNoStandby() {
        nodes.none(STANDBY);
        JobQueue alone = new FailoverJobQueue(refusing(Reason.OOM), Optional.empty(), active);

        assertThat(alone.place(List.of(job("a")), inTime())).containsExactly(new Placement.NotWritten(Reason.OOM));
    }

    @Test
    void keepsTimeForTheStandbyWhileThePrimaryHangs() {
        Deadline[] given = new Deadline[2];
        JobQueue primary = (jobs, deadline) -> {
            given[0] = deadline;
            return List.of(new Placement.NotWritten(Reason.EXPIRED));
        };
        JobQueue standby = (jobs, deadline) -> {
            given[1] = deadline;
            return List.of(AT_STANDBY);
        };

        new FailoverJobQueue(primary, Optional.of(standby), settled()).place(List.of(job("a")), inTime());

        assertThat(given[1].remainingNanos() - given[0].remainingNanos())
                .isGreaterThanOrEqualTo(Duration.ofMillis(399).toNanos());
    }

    private List<Placement> place(JobQueue primary, JobQueue standby, String... ids) {
        return new FailoverJobQueue(primary, Optional.of(standby), settled())
                .place(Stream.of(ids).map(id -> job(id)).toList(), inTime());
    }

    private ActiveNode settled() {
        active.settle();
        return active;
    }

    private static ScriptedJobQueue refusing(Reason reason) {
        return new ScriptedJobQueue(new Placement.NotWritten(reason));
    }

    private static Deadline inTime() {
        return Deadline.in(Duration.ofMillis(1_500), System::nanoTime);
    }
}
