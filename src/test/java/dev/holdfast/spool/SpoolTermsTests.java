package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAfter;
import static dev.holdfast.testing.Jobs.jobAfterAnyEndOf;
import static dev.holdfast.testing.Jobs.jobAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Claim;
import dev.holdfast.job.GroupName;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Start;
import dev.holdfast.job.Terms;
import dev.holdfast.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs on the disk that have a time, wait for others, or are in a group. */
class SpoolTermsTests {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Instant LATER = Instant.ofEpochSecond(4_000_000_000L);

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

    static Stream<Job> jobs() {
        GroupName group = new GroupName("a.group:1");
        return Stream.of(
                job("plain"),
                jobAt("due", LATER),
                jobAfter("child", "a", "b"),
                jobAfterAnyEndOf("patient", "a"),
                job("front").on(new Terms(new Start.Now(), true, null, null)),
                job("member").on(new Terms(new Start.At(LATER), true, group, new JobId("key"))),
                job("keyed").on(Terms.PLAIN.provenBy(new JobId("key"))));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void aJobLeavesOnTheTermsOnWhichItCame(Job job) {
        spool.keep(job);
        spool.reopen();

        assertThat(claim().get(0).job().terms()).isEqualTo(job.terms());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at=x",
                "at=-1",
                "at=1 at=2",
                "after=",
                "after=a,a",
                "after=a b",
                "allow_failure",
                "group=",
                "group=a/b",
                "proof=a:b",
                "nonsense",
                " ",
                "at=1 "
            })
    void noOtherLineIsTakenForTerms(String line) {
        assertThatThrownBy(() -> TermsText.read(line, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRowWithOtherTermsThanWereWrittenIsSetAside() {
        spool.keep(jobAt("a", LATER));
        spool.close();
        Sqlite.in(directory).run("UPDATE job SET terms = 'at=1'");
        spool.reopen();

        assertThat(claim()).isEmpty();
        await().until(() -> spool.spool().state().aside() == 1);
    }

    @Test
    void aFileOfTheFirstSchemaIsTakenOver() {
        spool.keep(job("a"));
        spool.close();
        toFirstSchema();
        spool.reopen();
        spool.keep(jobAt("b", LATER));

        assertThat(ids(claim())).containsExactly("a", "b");
        spool.close();
        assertThat(Sqlite.in(directory).number("PRAGMA user_version")).isEqualTo(2);
    }

    @Test
    void aDamagedFileOfTheFirstSchemaIsSalvaged() {
        spool.keepAll(IntStream.range(0, 200).mapToObj(i -> job("job-" + i)).toList());
        spool.close();
        Sqlite file = toFirstSchema();
        file.spoil(file.rootOf("job_state"), 0, 100);
        spool.reopen();

        assertThat(directory.resolve("spool.db.damaged-1")).exists();
        assertThat(spool.spool().state().depth()).isEqualTo(200);
    }

    @Test
    void aPostponedJobIsOfferedBehindThoseThatMayGoNow() {
        ManualClock clock = onAClockThatStandsStill();
        spool.keep(jobAfter("child", "parent"));
        spool.keep(job("a"));
        JobSource rows = spool.rows(Node.PRIMARY);
        rows.postpone(rows.claim(1, LEASE));

        assertThat(ids(rows.claim(10, LEASE))).containsExactly("a");
        clock.advance(Duration.ofSeconds(1));
        List<Claim> later = rows.claim(10, LEASE);

        assertThat(ids(later)).containsExactly("child");
        assertThat(later.get(0).claimedBefore()).isFalse();
    }

    @Test
    void aPostponedJobThatMayBeAtANodeStaysThere() {
        onAClockThatStandsStill();
        spool.keepInDoubt(jobAfter("child", "parent"), Node.PRIMARY);
        JobSource rows = spool.rows(Node.PRIMARY);

        rows.postpone(rows.claim(1, LEASE));

        assertThat(rows.claim(10, LEASE)).isEmpty();
        assertThat(spool.spool().state().sentToPrimary()).isOne();
    }

    @Test
    void aChildThatWasHeldTooLongGoesWithoutItsUnknownParents() {
        spool.close();
        ManualClock wall = new ManualClock(Instant.now());
        spool = new TestSpool(directory, TestSpool.LIMITS, wall);
        spool.keep(jobAfter("child", "parent"));
        JobSource rows = spool.rows(Node.PRIMARY);
        List<Claim> before = rows.claim(1, LEASE);
        rows.release(before);
        wall.advance(Duration.ofMinutes(11));

        assertThat(start(before)).isEqualTo(new Start.After(List.of(new JobId("parent")), false, false));
        assertThat(start(claim())).isEqualTo(new Start.After(List.of(new JobId("parent")), false, true));
    }

    @Test
    void anIdThatAnotherKeyHoldsIsTakenAndAKeyThatIsUsedIsUsed() {
        spool.keep(job("a", "one").on(Terms.PLAIN.provenBy(new JobId("key-1"))));
        Job reused = job("b", "three").on(Terms.PLAIN.provenBy(new JobId("key-1")));

        assertThat(spool.keep(job("a", "two").on(Terms.PLAIN.provenBy(new JobId("key-2")))))
                .isEqualTo(new Placement.Conflict(Placement.Conflict.Over.ID));
        assertThat(spool.keep(reused)).isEqualTo(new Placement.Conflict(Placement.Conflict.Over.PROOF));
        spool.reopen();
        assertThat(spool.spool().known(reused, TestSpool.soon()))
                .contains(new Placement.Conflict(Placement.Conflict.Over.PROOF));
    }

    private ManualClock onAClockThatStandsStill() {
        spool.close();
        ManualClock clock = new ManualClock(Instant.now());
        spool = new TestSpool(directory, clock);
        return clock;
    }

    private Sqlite toFirstSchema() {
        return Sqlite.in(directory)
                .run("DROP INDEX job_proof")
                .run("DROP INDEX job_children")
                .run("ALTER TABLE job DROP COLUMN proof")
                .run("ALTER TABLE job DROP COLUMN terms")
                .run("PRAGMA user_version = 1");
    }

    private List<Claim> claim() {
        return spool.rows(Node.PRIMARY).claim(10, LEASE);
    }

    private static Start start(List<Claim> claims) {
        return claims.get(0).job().terms().start();
    }

    private static List<String> ids(List<Claim> claims) {
        return claims.stream().map(claim -> claim.job().id().value()).toList();
    }
}
