package dev.holdfast.job;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every place promises from which jobs are brought home, as far as a caller can see it. */
public abstract class JobSourceContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A place without jobs; what is stranded there by the same test is offered by it. */
    protected abstract JobSource source();

    /** Another one who brings jobs home from the same place. */
    protected abstract JobSource another();

    /** Leaves jobs at the place, the first one longest ago. */
    protected abstract void strand(Job... jobs);

    @Test
    void claimsNothingWhereNothingIs() {
        assertThat(source().claim(10, LEASE)).isEmpty();
        assertThat(source().count()).hasValue(0);
    }

    @Test
    void offersTheOldestFirstAndAtMostSoMany() {
        strand(job("a"), job("b"), job("c"));

        assertThat(ids(source().claim(2, LEASE))).containsExactly("a", "b");
        assertThat(ids(source().claim(2, LEASE))).containsExactly("c");
    }

    @Test
    void handsTheJobOutAsItCame() {
        Job stranded = job("a", "something");
        strand(stranded);

        Job claimed = source().claim(1, LEASE).get(0).job();

        assertThat(claimed.id()).isEqualTo(stranded.id());
        assertThat(claimed.queue()).isEqualTo(stranded.queue());
        assertThat(claimed.fingerprint()).isEqualTo(stranded.fingerprint());
        assertThat(claimed.remembered()).isGreaterThanOrEqualTo(stranded.remembered());
        assertThat(claimed.hash()).containsAll(stranded.hash());
    }

    @Test
    void offersAClaimedJobToNobodyElse() {
        strand(job("a"), job("b"));
        source().claim(1, LEASE);

        assertThat(ids(another().claim(10, LEASE))).containsExactly("b");
        assertThat(source().claim(10, LEASE)).isEmpty();
    }

    @Test
    void countsClaimedJobsUntilTheyAreFinished() {
        strand(job("a"), job("b"));
        List<Claim> claims = source().claim(1, LEASE);
        assertThat(source().count()).hasValue(2);

        source().finish(claims);

        assertThat(source().count()).hasValue(1);
    }

    @Test
    void forgetsAFinishedJob() {
        strand(job("a"));

        source().finish(source().claim(1, LEASE));

        assertThat(another().claim(10, LEASE)).isEmpty();
    }

    @Test
    void offersAReleasedJobAgainAsIfItHadNeverBeenClaimed() {
        strand(job("a"), job("b"));

        source().release(source().claim(2, LEASE));

        List<Claim> again = another().claim(10, LEASE);
        assertThat(ids(again)).containsExactly("a", "b");
        assertThat(again).noneMatch(Claim::claimedBefore);
    }

    @Test
    void offersNoJobThatWasSetAside() {
        strand(job("a"), job("b"));

        source().setAside(source().claim(1, LEASE).get(0), "conflict");

        assertThat(ids(another().claim(10, LEASE))).containsExactly("b");
        assertThat(source().count()).hasValue(1);
    }

    @Test
    void offersAJobAgainWhoseLeaseHasEndedAndSaysSo() {
        strand(job("a"));
        Claim first = source().claim(1, Duration.ofMillis(1)).get(0);

        List<Claim> again = new ArrayList<>();
        await().until(() -> again.addAll(another().claim(10, LEASE)));

        assertThat(ids(again)).containsExactly("a");
        assertThat(again.get(0).claimedBefore()).isTrue();
        assertThat(again.get(0).token()).isNotEqualTo(first.token());
        assertThat(first.claimedBefore()).isFalse();
        assertThat(first.lease().hasPassed()).isTrue();
    }

    @Test
    void leavesAJobAloneThatIsSomebodyElsesWhenItIsReleasedTooLate() {
        strand(job("a"));
        List<Claim> late = source().claim(1, Duration.ofMillis(1));
        await().until(() -> !another().claim(10, LEASE).isEmpty());

        source().release(late);

        assertThat(source().claim(10, LEASE)).isEmpty();
    }

    @Test
    void finishesAJobThatHasBeenReleasedByMistake() {
        strand(job("a"));
        List<Claim> claims = source().claim(1, LEASE);
        source().release(claims);

        source().finish(claims);

        assertThat(another().claim(10, LEASE)).isEmpty();
        assertThat(source().count()).hasValue(0);
    }

    @Test
    void takesAnEmptyListForNothingToDo() {
        source().arrived(List.of());
        source().finish(List.of());
        source().release(List.of());

        assertThat(source().claim(0, LEASE)).isEmpty();
        assertThat(source().taken()).isEmpty();
    }

    private static List<String> ids(List<Claim> claims) {
        return claims.stream().map(claim -> claim.job().id().value()).toList();
    }
}
