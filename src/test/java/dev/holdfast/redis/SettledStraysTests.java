package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.JobSourceContract;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.Safety;
import dev.holdfast.testing.InMemoryJobSource;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Claims that are kept back until they are safe, before a claim is anything to rely on. */
class SettledStraysTests extends JobSourceContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final InMemoryJobSource strays = new InMemoryJobSource(System::nanoTime);
    private Safety safety = Safety.SAFE;

    @Override
    protected JobSource source() {
        return settled;
    }

    @Override
    protected JobSource another() {
        return strays;
    }

    @Override
    protected void strand(Job... jobs) {
        strays.strand(jobs);
    }

    private final SettledStrays settled =
            new SettledStrays(strays, () -> NodeState.none(Node.STANDBY), (run, age) -> safety, System::nanoTime);

    @Test
    void keepsAClaimBackUntilItIsSafe() {
        strays.strand(job("a"));
        safety = Safety.WAITING;
        assertThat(settled.claim(10, LEASE)).isEmpty();

        safety = Safety.SAFE;

        assertThat(ids(settled.claim(10, LEASE))).containsExactly("a");
        assertThat(settled.claim(10, LEASE)).isEmpty();
    }

    @Test
    void dropsAClaimThatTheStandbyMayHaveForgotten() {
        strays.strand(job("a"));
        safety = Safety.RUN_OVER;
        assertThat(settled.claim(10, LEASE)).isEmpty();

        safety = Safety.SAFE;

        assertThat(settled.claim(10, LEASE)).isEmpty();
        assertThat(strays.events()).isEmpty();
    }

    @Test
    void dropsAClaimThatRanOutWhileItWaited() {
        strays.strand(job("a"));
        safety = Safety.WAITING;
        List<Claim> first = settled.claim(10, Duration.ofNanos(1));
        safety = Safety.SAFE;

        List<Claim> second = settled.claim(10, LEASE);

        assertThat(first).isEmpty();
        assertThat(second).extracting(Claim::claimedBefore).containsExactly(true);
    }

    @Test
    void handsOutNoMoreThanIsAskedFor() {
        strays.strand(job("a"), job("b"), job("c"));
        safety = Safety.WAITING;
        settled.claim(3, LEASE);
        safety = Safety.SAFE;

        assertThat(ids(settled.claim(2, LEASE))).containsExactly("a", "b");
        assertThat(ids(settled.claim(2, LEASE))).containsExactly("c");
    }

    @Test
    void keepsNoMoreBackThanItCanHold() {
        strays.strand(IntStream.range(0, 100).mapToObj(i -> job("job-" + i)).toArray(Job[]::new));
        safety = Safety.WAITING;

        for (int i = 0; i < 50; i++) {
            assertThat(settled.claim(1, LEASE)).isEmpty();
        }

        assertThat(strays.claim(100, LEASE)).hasSize(84);
    }

    private static List<String> ids(List<Claim> claims) {
        return claims.stream().map(claim -> claim.job().id().value()).toList();
    }
}
