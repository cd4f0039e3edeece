package dev.holdfast.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.testing.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

@Tag("redis")
class BackupTests {

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    @TempDir
    Path directory;

    private final RqWrites rq = new RqWrites(REDIS);

    private Path file() {
        return directory.resolve("copy.ndjson.gz");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @AfterEach
    void emptyRedis() {
        REDIS.flushAll();
    }

    @Test
    void keepsWhatWaitsInTheOrderInWhichItWaits() {
        String[] ids = IntStream.range(0, 1234).mapToObj(i -> "job-" + i).toArray(String[]::new);
        rq.queued("default", ids);

        Manifest manifest = TestCopies.backup(REDIS, file());

        assertThat(manifest).hasToString("1234 jobs: 1234 queued");
        assertThat(TestCopies.read(file())).extracting(CopiedJob::id).containsExactly(ids);
        assertThat(TestCopies.read(file()).get(1233).position()).isEqualTo(1233);
    }

    @Test
    void keepsEveryByteOfAHash() {
        rq.queued("default", "a");

        TestCopies.backup(REDIS, file());

        List<byte[]> hash = TestCopies.read(file()).get(0).hash();
        assertThat(hash).contains(RqWrites.DATA, "tasks.add(1, 'ü')".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(hash).hasSize(14);
    }

    @Test
    void keepsWhatStillHasToRunWhereverItStands() {
        rq.queued("default", "queued");
        rq.taken("default", "taken");
        rq.scheduled("other", "scheduled", 1_900_000_000);
        rq.started("default", "started");
        rq.startedByOldWorker("default", "started-long-ago");
        rq.deferred("only-deferred", "deferred", "queued", "started");
        rq.finished("default", "finished", 500);
        rq.failed("default", "failed", 500);
        rq.canceled("default", "canceled");

        TestCopies.backup(REDIS, file());

        assertThat(TestCopies.read(file()))
                .extracting(CopiedJob::id, CopiedJob::queue, CopiedJob::place, CopiedJob::score, CopiedJob::waitsFor)
                .containsExactlyInAnyOrder(
                        tuple("queued", "default", Place.QUEUED, "", List.of()),
                        tuple("taken", "default", Place.TAKEN, "", List.of()),
                        tuple("scheduled", "other", Place.SCHEDULED, "1900000000", List.of()),
                        tuple("started", "default", Place.STARTED, "1900000000", List.of()),
                        tuple("started-long-ago", "default", Place.STARTED, "1900000000", List.of()),
                        tuple("deferred", "only-deferred", Place.DEFERRED, "inf", List.of("queued", "started")));
    }

    @Test
    void keepsWhatHasEndedWithItsResultsWhenAsked() {
        rq.finished("default", "finished", 500);
        rq.failed("default", "failed", 900);
        rq.canceled("default", "canceled");

        Manifest manifest = TestCopies.backupAll(REDIS, file());

        assertThat(manifest).hasToString("3 jobs: 1 finished, 1 failed, 1 canceled");
        CopiedJob finished = TestCopies.read(file()).get(0);
        assertThat(finished.expires()).isBetween(1L, 500_000L);
        assertThat(finished.resultsExpire()).isBetween(1L, 500_000L);
        assertThat(finished.results())
                .extracting(CopiedJob.Result::id)
                .containsExactly("1700000000000-0", "1700000000001-3");
        assertThat(finished.results().get(1).fields()).containsExactly(Latin.bytes("type"), Latin.bytes("4"));
    }

    @Test
    void countsIdsWithoutAJobAndPassesOverThem() {
        REDIS.commands().rpush("rq:queue:default", "gone-1", "gone-2");
        rq.queued("default", "a");

        assertThat(TestCopies.backup(REDIS, file())).hasToString("1 jobs: 1 queued; ids without a job: 2");
    }

    @Test
    void anEmptyRedisMakesAnEmptyBackup() {
        assertThat(TestCopies.backup(REDIS, file())).hasToString("0 jobs");
        assertThat(TestCopies.read(file())).isEmpty();
    }

    @Test
    void foreignTypesUnderTheKeysOfQueuesAndJobsDoNotStopIt() {
        REDIS.commands().set("rq:queue:text", "foreign");
        REDIS.commands().sadd("rq:scheduled:set", "foreign");
        REDIS.commands().rpush("rq:queue:default", "text");
        REDIS.commands().set("rq:job:text", "foreign");
        REDIS.commands().set("rq:results:a", "foreign");
        REDIS.commands().set("rq:job::a:dependencies", "foreign");
        REDIS.commands().rpush("holdfast:done:a", "foreign");
        rq.queued("default", "a");

        assertThat(TestCopies.backup(REDIS, file())).hasToString("1 jobs: 1 queued; ids without a job: 1");
    }

    @Test
    void aFileIsNeverReplaced() throws IOException {
        Files.writeString(file(), "somebody's");

        assertThatThrownBy(() -> TestCopies.of(REDIS).backup(file(), "", Set.of(), 100, progress -> {}))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file()).hasContent("somebody's");
        assertThat(files()).hasSize(1);
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        TestCopies.backup(REDIS, file());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aRedisThatDiesLeavesNoFileBehind() throws IOException {
        try (RedisServer dying = new RedisServer().start()) {
            String[] ids = IntStream.range(0, 1000).mapToObj(i -> "job-" + i).toArray(String[]::new);
            new RqWrites(dying).queued("default", ids);

            assertThatThrownBy(() -> TestCopies.of(dying).backup(file(), "", Set.of(), 100, progress -> {
                        if (progress.done() == 300) {
                            dying.kill();
                        }
                    }))
                    .isInstanceOfAny(DataAccessException.class, UncheckedIOException.class);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aRedisThatIsNotThereLeavesNoFileBehind() throws IOException {
        assertThatThrownBy(
                        () -> TestCopies.of(REDIS).backup(file(), "redis://127.0.0.1:1", Set.of(), 100, progress -> {}))
                .isInstanceOf(DataAccessException.class);
        assertThat(files()).isEmpty();
    }
}
