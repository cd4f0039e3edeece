package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DamageTests {

    private static final int JOBS = 200;

    @TempDir
    private Path directory;

    private TestSpool spool;
    private Sqlite file;

    @BeforeEach
    void keepJobs() {
        spool = new TestSpool(directory);
        file = Sqlite.in(directory);
        for (int i = 0; i < JOBS; i++) {
            spool.keep(large("j" + i));
        }
        spool.close();
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void losesNothingOfAFileThatIsWell(CapturedOutput output) {
        spool.reopen();

        assertThat(spool.spool().state().missing()).isZero();
        assertThat(drained()).hasSize(JOBS);
        assertThat(output).doesNotContain("ERROR", "WARN");
    }

    @Test
    void savesAllRowsButThoseOfASpoiltPage(CapturedOutput output) {
        file.spoil(file.pageOf("arg-j100-"), 0, 100);

        List<String> drained = drainedAfterDamage();

        assertThat(drained).hasSizeBetween(JOBS - 20, JOBS - 1).contains("j0", "j" + (JOBS - 1));
        assertThat(spool.spool().state().missing() + spool.spool().state().aside())
                .isEqualTo(JOBS - drained.size());
        assertThat(directory.resolve("spool.db.damaged-1")).exists();
        assertThat(output).containsOnlyOnce("The spool's file was damaged").contains("missing_at_most=");
    }

    @Test
    void setsTheJobAsideWhoseOverflowPageIsSpoilt() {
        spool = new TestSpool(directory.resolve("huge"));
        file = Sqlite.in(directory.resolve("huge"));
        spool.keep(job("before"));
        spool.keep(huge("huge"));
        spool.keep(job("after"));
        spool.close();
        file.spoil(file.pageOf("end-of-huge") - 3, 0, 4);

        assertThat(drainedAfterDamage()).containsExactly("before", "after");
        assertThat(spool.find("huge"))
                .hasValueSatisfying(found -> assertThat(found.aside()).isTrue());
    }

    @Test
    void savesAllRowsWhenAnIndexIsSpoilt() {
        file.spoil(file.rootOf("job_state"), 0, 200);

        assertThat(drainedAfterDamage()).hasSize(JOBS);
        assertThat(spool.spool().state().missing()).isZero();
    }

    @Test
    void savesAllRowsWhenTheIndexOfIdsIsSpoilt() {
        file.spoil(file.rootOf("sqlite_autoindex_job_1"), 0, 200);

        assertThat(drainedAfterDamage()).hasSize(JOBS);
    }

    @Test
    void countsAllRowsAsMissingWhenTheTreeHasNoRoot() {
        file.spoil(file.rootOf("job"), 0, 100);

        assertThat(drainedAfterDamage()).isEmpty();
        assertThat(spool.spool().state().missing()).isEqualTo(JOBS);
        assertThat(spool.keep(job("new"))).isInstanceOf(Placement.Spooled.class);
    }

    @Test
    void savesWhatIsLeftOfATruncatedFile() throws IOException {
        file.cutTo(Files.size(file.file()) * 2 / 3 / Sqlite.PAGE * Sqlite.PAGE);

        List<String> drained = drainedAfterDamage();

        assertThat(drained).hasSizeGreaterThan(JOBS / 3).contains("j0");
        assertThat(spool.spool().state().missing() + spool.spool().state().aside())
                .isGreaterThanOrEqualTo(JOBS - drained.size());
    }

    @Test
    void goesOnWithoutAFileThatIsNoDatabase(CapturedOutput output) throws IOException {
        Files.writeString(file.file(), "This is not what SQLite once wrote, nor anything like it.".repeat(100));

        assertThat(drainedAfterDamage()).isEmpty();
        assertThat(spool.spool().state().missing()).isEqualTo(JOBS);
        assertThat(directory.resolve("spool.db.damaged-1")).hasSize(5700);
        assertThat(output).contains("saved=0", "missing_at_most=" + JOBS);
    }

    @Test
    void missesTheRowsOfAnEmptyFile(CapturedOutput output) {
        file.cutTo(0);

        assertThat(drainedAfterDamage()).isEmpty();
        assertThat(spool.spool().state().missing()).isEqualTo(JOBS);
        assertThat(output).contains("was cut off");
    }

    @Test
    void givesNoNumberTwiceAfterALoss() {
        file.cutTo(0);
        spool.reopen();
        spool.keep(job("new"));
        spool.close();

        assertThat(file.number("SELECT seq FROM job WHERE id = 'new'")).isEqualTo(JOBS + 1);
    }

    @Test
    void keepsStateDatasetAndNumberOfASavedRow() {
        spool.reopen();
        spool.nodes.up(Node.STANDBY, Duration.ZERO, "data-of-standby");
        spool.keepInDoubt(job("doubt"), Node.STANDBY);
        spool.close();
        file.spoil(file.rootOf("job_state"), 0, 200);

        spool.reopen();

        assertThat(spool.spool().state().sentToStandby()).isEqualTo(1);
        spool.close();
        assertThat(
                        file.number(
                                "SELECT seq FROM job WHERE id = 'doubt' AND state = 2 AND dataset = 'data-of-standby' AND sent > 0"))
                .isEqualTo(JOBS + 1);
    }

    @Test
    void keepsEveryDamagedFile() {
        file.spoil(file.rootOf("job_state"), 0, 200);
        spool.reopen();
        spool.close();
        file.spoil(file.rootOf("job_state"), 0, 200);
        spool.reopen();

        assertThat(directory.resolve("spool.db.damaged-1")).exists();
        assertThat(directory.resolve("spool.db.damaged-2")).exists();
        assertThat(spool.spool().state().depth()).isEqualTo(JOBS);
    }

    @Test
    void doesNotTakeANewerFileForADamagedOne() {
        file.run("PRAGMA user_version = 3");

        assertThatThrownBy(spool::reopen)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was written by a newer Holdfast (schema 3, this one knows 2)")
                .hasMessageNotContaining("\n");
        assertThat(directory.resolve("spool.db.damaged-1")).doesNotExist();
        assertThat(file.number("SELECT count(*) FROM job")).isEqualTo(JOBS);
    }

    @Test
    void setsARowAsideOfWhichSomeBytesAreOthers(CapturedOutput output) {
        file.run("UPDATE job SET hash = substr(hash, 1, length(hash) - 1) || x'00' WHERE id = 'j3'");

        assertThat(drainedAfterDamage()).hasSize(JOBS - 1).doesNotContain("j3").contains("j2", "j4");
        assertThat(spool.find("j3"))
                .hasValueSatisfying(found -> assertThat(found.reason()).isEqualTo("damaged"));
        assertThat(output).containsOnlyOnce("is damaged and set aside, the others go on: row=4");
    }

    @Test
    void buildsNoPromiseOnADamagedRow() {
        Job damaged = large("j3");
        file.run("UPDATE job SET hash = substr(hash, 1, length(hash) - 1) || x'00' WHERE id = 'j3'");
        drainedAfterDamage();

        assertThat(spool.spool().known(damaged, TestSpool.soon())).isEmpty();
        assertThat(spool.keep(damaged)).isInstanceOf(Placement.Spooled.class);

        assertThat(drained()).containsExactly("j3");
        assertThat(spool.spool().state().aside()).isZero();
    }

    @Test
    void setsARowAsideWhoseStateIsNone(CapturedOutput output) {
        file.run("UPDATE job SET state = 77 WHERE id = 'j3'").run("UPDATE job SET state = -1 WHERE id = 'j4'");

        assertThat(drainedAfterDamage()).hasSize(JOBS - 2).doesNotContain("j3", "j4");
        assertThat(spool.spool().state().aside()).isEqualTo(2);
        assertThat(output).contains("stand where no job can stand, and are set aside: jobs=2");
    }

    @Test
    void findsAJobWhoseQueueCannotBe() {
        file.run("UPDATE job SET queue = 'a,b' WHERE id = 'j3'").run("UPDATE job SET fingerprint = '' WHERE id = 'j4'");

        spool.reopen();

        assertThat(spool.find("j3"))
                .hasValueSatisfying(found -> assertThat(found.queue().value()).isEqualTo("unknown"));
        assertThat(drained()).hasSize(JOBS - 2);
    }

    @Test
    void finishesASalvageInWhoseMiddleTheServiceEnded() throws IOException {
        Files.copy(file.file(), directory.resolve("spool.db.saved"));
        file.cutTo(10);

        assertThat(drainedAfterDamage()).hasSize(JOBS);
        assertThat(directory.resolve("spool.db.damaged-1")).hasSize(10);
    }

    /** Opens the spool, or has it meet the damage when rows are read, and reads all that there are then. */
    private List<String> drainedAfterDamage() {
        spool.reopen();
        return drained();
    }

    private List<String> drained() {
        List<String> ids = new ArrayList<>();
        JobSource rows = spool.rows(Node.PRIMARY);
        Awaitility.await().until(() -> {
            List<Claim> claims = rows.claim(50, Duration.ofSeconds(30));
            rows.finish(claims);
            claims.forEach(claim -> ids.add(claim.job().id().value()));
            return spool.spool().state().depth() == 0 && spool.spool().state().takesJobs();
        });
        return ids;
    }

    /** One of three or so in a page. */
    private static Job large(String id) {
        return with(job(id), says -> "arg-" + says + "-".repeat(1_000));
    }

    private static Job huge(String id) {
        return with(job(id), says -> "x".repeat(50_000) + "end-of-" + says);
    }

    private static Job with(Job job, UnaryOperator<String> content) {
        List<byte[]> hash = new ArrayList<>(job.hash());
        hash.add("data".getBytes(StandardCharsets.UTF_8));
        hash.add(content.apply(job.id().value()).getBytes(StandardCharsets.UTF_8));
        return new Job(job.id(), job.queue(), job.fingerprint(), job.remembered(), job.ttl(), job.terms(), hash);
    }
}
