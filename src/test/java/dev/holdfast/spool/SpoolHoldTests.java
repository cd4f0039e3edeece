package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Claim;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.testing.KnownNodes;
import dev.holdfast.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolHoldTests {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration HOLD = TestSpool.LIMITS.maxHold();
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void letsAJobGoWhoseNodeStayedAwayTooLong() {
        ManualClock time = new ManualClock(START);
        try (TestSpool spool = new TestSpool(directory, TestSpool.LIMITS, time)) {
            spool.keepInDoubt(job("a"), Node.PRIMARY);
            spool.activate(Node.STANDBY);
            assertThat(spool.rows(Node.STANDBY).claim(10, LEASE)).isEmpty();

            time.advance(HOLD.plusSeconds(2));

            awaitLetGo(spool);
            assertThat(spool.spool().letGo()).isOne();
            assertThat(spool.rows(Node.PRIMARY).claim(10, LEASE)).isEmpty();
            assertThat(spool.rows(Node.STANDBY).claim(10, LEASE)).hasSize(1);
        }
    }

    @Test
    void keepsAJobForItsNodeThatHasArrivedThere() {
        ManualClock time = new ManualClock(START);
        try (TestSpool spool = new TestSpool(directory, TestSpool.LIMITS, time)) {
            spool.keep(job("arrived"));
            List<Claim> claims = spool.rows(Node.PRIMARY).claim(10, LEASE);
            spool.rows(Node.PRIMARY).arrived(claims);
            spool.keepInDoubt(job("unanswered"), Node.PRIMARY);

            time.advance(HOLD.plusSeconds(2));

            awaitLetGo(spool);
            assertThat(spool.spool().letGo()).isOne();
            assertThat(spool.spool().state().sentToPrimary()).isOne();
            assertThat(spool.find("arrived").orElseThrow().arrived()).isTrue();
            assertThat(spool.find("unanswered").orElseThrow().node()).isNull();
        }
    }

    @Test
    void saysThatTheProofOfAnOldJobMayHaveFaded() {
        ManualClock time = new ManualClock(START);
        try (TestSpool spool = new TestSpool(directory, TestSpool.LIMITS, time)) {
            JobSource rows = spool.rows(Node.PRIMARY);
            spool.keep(job("a"));
            List<Claim> first = rows.claim(10, LEASE);
            rows.arrived(first);
            Duration safe = job("a").remembered().minusSeconds(60);
            time.advance(safe.minusSeconds(10));
            List<Claim> early = rows.claim(10, LEASE);

            time.advance(LEASE.plusSeconds(1));

            assertThat(first).hasSize(1).noneMatch(Claim::maybeForgotten);
            assertThat(early).hasSize(1).noneMatch(Claim::maybeForgotten);
            assertThat(rows.claim(10, LEASE)).hasSize(1).allMatch(Claim::maybeForgotten);
        }
    }

    private static void awaitLetGo(TestSpool spool) {
        Awaitility.await().until(() -> spool.spool().state().waiting() == 1);
    }

    @Test
    void holdsAJobNoLongerAndNoShorterWhenTheClockIsSetBackAcrossARestart() {
        ManualClock elapsed = new ManualClock();
        try (Spool before = open(START, elapsed)) {
            Placement.InDoubt doubt = new Placement.InDoubt(Node.PRIMARY, Reason.CONNECTION_LOST);
            before.keep(List.of(Keeping.of(job("a"), doubt, new KnownNodes().states())), TestSpool.soon());
            elapsed.advance(HOLD.minusMinutes(4));
            look(before);
        }

        try (Spool after = open(START.minus(Duration.ofHours(1)), elapsed)) {
            elapsed.advance(Duration.ofMinutes(4).minusSeconds(2));
            look(after);
            assertThat(after.find(new JobId("a"), TestSpool.soon())
                            .job()
                            .orElseThrow()
                            .node())
                    .isEqualTo(Node.PRIMARY);

            elapsed.advance(Duration.ofSeconds(3));
            look(after);
            assertThat(after.find(new JobId("a"), TestSpool.soon())
                            .job()
                            .orElseThrow()
                            .node())
                    .isNull();
        }
    }

    /** A spool in this directory whose clock stands at this time, whatever passes. */
    private Spool open(Instant wall, ManualClock elapsed) {
        return Spool.open(
                directory,
                TestSpool.LIMITS,
                new KnownNodes().states(),
                new SpoolClock(() -> wall, elapsed),
                Duration.ofMillis(10),
                System::nanoTime);
    }

    /** What the spool does every few seconds, now. */
    private static void look(Spool spool) {
        Outcome<Integer> looked = spool.ask(
                open -> {
                    open.rows().prove(open.now());
                    return open.held().letGo(open.now() - HOLD.toMillis(), open.now());
                },
                TestSpool.soon());
        assertThat(looked).isInstanceOf(Outcome.Done.class);
    }
}
