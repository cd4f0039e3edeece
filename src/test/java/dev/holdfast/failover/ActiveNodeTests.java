package dev.holdfast.failover;

import static dev.holdfast.job.Node.PRIMARY;
import static dev.holdfast.job.Node.STANDBY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Reason;
import dev.holdfast.testing.KnownNodes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ActiveNodeTests {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration HEALTHY = Duration.ofSeconds(10);

    private final KnownNodes nodes = new KnownNodes();
    private long nanos;
    private final ActiveNode active = TestFailover.active(nodes.states(), () -> nanos);

    @Test
    void waitsUntilBothNodesHaveBeenTried() {
        nodes.up(PRIMARY, LONG);

        assertThat(active.settle().node()).isEmpty();
    }

    @Test
    void startsWithThePrimary() {
        nodes.up(PRIMARY, LONG).up(STANDBY, LONG);

        assertThat(active.settle().node()).contains(PRIMARY);
    }

    @Test
    void startsWithThePrimaryAloneWhereThereIsNoStandby() {
        nodes.up(PRIMARY, LONG).none(STANDBY);

        assertThat(active.settle().node()).contains(PRIMARY);
    }

    @Test
    void startsWithTheStandbyWhenThePrimaryIsDown() {
        nodes.down(PRIMARY, "connection_refused").up(STANDBY, LONG);

        assertThat(active.settle().node()).contains(STANDBY);
    }

    @Test
    void startsWithNoneAndTakesTheFirstThatComes() {
        nodes.down(PRIMARY, "unreachable").down(STANDBY, "unreachable");
        assertThat(active.settle().node()).isEmpty();
        assertThat(active.cause()).isEqualTo("unreachable");

        nodes.up(STANDBY, Duration.ZERO);

        assertThat(active.settle().node()).contains(STANDBY);
        assertThat(active.cause()).isEqualTo("first_valid");
    }

    @Test
    void leavesANodeThatIsDown() {
        start();
        nodes.down(PRIMARY, "no_reply");

        assertThat(active.settle().node()).contains(STANDBY);
        assertThat(active.cause()).isEqualTo("no_reply");
    }

    @Test
    void leavesANodeThatRefusesBeforeItsLinkKnows() {
        start();

        assertThat(active.leave(active.view(), Reason.OOM).node()).contains(STANDBY);
        assertThat(active.settle().node()).contains(STANDBY);
    }

    @Test
    void staysWhereTheOtherNodeIsDownToo() {
        start();
        nodes.down(STANDBY, "oom");

        assertThat(active.leave(active.view(), Reason.OOM).node()).contains(PRIMARY);
    }

    @Test
    void ignoresALateAnswerAboutAnOldDecision() {
        start();
        View old = active.view();
        nodes.down(PRIMARY, "no_reply");
        active.settle();
        comeHome();

        assertThat(active.leave(old, Reason.NO_REPLY).node()).contains(PRIMARY);
    }

    @Test
    void hasNoneWhenBothAreDown() {
        start();
        nodes.down(PRIMARY, "no_reply").down(STANDBY, "oom");

        assertThat(active.settle().node()).isEmpty();
        assertThat(active.takesJobs()).isFalse();
    }

    @Test
    void comesBackOnceThePrimaryHasBeenWellForAWhile() {
        start();
        nodes.down(PRIMARY, "no_reply");
        active.settle();
        nodes.up(PRIMARY, HEALTHY.minusMillis(1));
        nanos += LONG.toNanos();
        assertThat(active.settle().node()).contains(STANDBY);

        nodes.up(PRIMARY, HEALTHY);

        assertThat(active.settle().node()).contains(PRIMARY);
        assertThat(active.cause()).isEqualTo("recovered");
    }

    @Test
    void doesNotComeBackBecauseTheLinkHasNotNoticedYet() {
        start();
        active.leave(active.view(), Reason.READONLY);

        nanos += HEALTHY.toNanos() - 1;

        assertThat(active.settle().node()).contains(STANDBY);
    }

    @Test
    void comesBackAtOnceWhenTheStandbyFails() {
        start();
        nodes.down(PRIMARY, "no_reply");
        active.settle();

        nodes.up(PRIMARY, Duration.ZERO).down(STANDBY, "connection_refused");

        assertThat(active.settle().node()).contains(PRIMARY);
    }

    @Test
    void waitsLongerForAPrimaryThatFlaps() {
        start();
        for (int i = 0; i < 2; i++) {
            nodes.down(PRIMARY, "no_reply");
            active.settle();
            comeHome();
        }
        nodes.down(PRIMARY, "no_reply");
        active.settle();

        nanos += LONG.toNanos() / 60;
        nodes.up(PRIMARY, HEALTHY.multipliedBy(4).minusMillis(1));

        assertThat(active.settle().node()).contains(STANDBY);
    }

    @Test
    void staysOnTheStandbyAsLongAsAnOperatorWants() {
        start();
        active.failback(Failback.MANUAL);
        assertThat(active.move(STANDBY, "disk of the primary")).isTrue();
        nanos += LONG.toNanos();
        assertThat(active.settle().node()).contains(STANDBY);

        active.failback(Failback.AUTO);

        assertThat(active.settle().node()).contains(PRIMARY);
    }

    @Test
    void doesNotMoveToANodeThatIsDown() {
        start();
        nodes.down(STANDBY, "oom");

        assertThat(active.move(STANDBY, null)).isFalse();
        assertThat(active.node()).contains(PRIMARY);
    }

    @Test
    void leavesTheStandbyOfAnOperatorThatFails() {
        start();
        active.failback(Failback.MANUAL);
        active.move(STANDBY, null);

        nodes.down(STANDBY, "connection_lost");

        assertThat(active.settle().node()).contains(PRIMARY);
    }

    @Test
    void remembersItsChanges() {
        start();
        active.move(STANDBY, "why not");

        assertThat(active.history().newestFirst())
                .extracting(Switch::from, Switch::to, Switch::cause, Switch::reason)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("primary", "standby", "operator", "why not"),
                        org.assertj.core.api.Assertions.tuple("none", "primary", "start", null));
    }

    @Test
    void drainsOnlyTowardsAnActivePrimary() {
        start();
        assertThat(active.mayDrain()).isTrue();

        nodes.down(PRIMARY, "no_reply");
        assertThat(active.mayDrain()).isFalse();
        active.settle();
        nodes.up(PRIMARY, Duration.ZERO);
        assertThat(active.mayDrain()).isFalse();
        comeHome();
        assertThat(active.mayDrain()).isTrue();
    }

    private void start() {
        nodes.up(PRIMARY, LONG).up(STANDBY, LONG);
        active.settle();
    }

    private void comeHome() {
        nanos += LONG.toNanos() / 60;
        nodes.up(PRIMARY, LONG);
        active.settle();
        assertThat(active.node()).contains(PRIMARY);
    }
}
