package dev.holdfast.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testing.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

@Tag("redis")
class RestoreTests {

    @RegisterExtension
    static final RedisServer FROM = new RedisServer();

    @RegisterExtension
    static final RedisServer TO = new RedisServer();

    @TempDir
    Path directory;

    private final RqWrites rq = new RqWrites(FROM);

    private Path file() {
        return directory.resolve("copy.ndjson.gz");
    }

    @AfterEach
    void emptyBoth() {
        FROM.flushAll();
        TO.flushAll();
    }

    private void writeAllStates() {
        rq.queued("default", ids("job", 250));
        rq.queued("other", "a", "b");
        rq.scheduled("default", "scheduled", 1_900_000_000);
        rq.deferred("default", "deferred", "job-3", "scheduled");
        rq.finished("default", "finished", 500);
        rq.failed("default", "failed", 900);
        rq.canceled("default", "canceled");
        FROM.commands().hset("rq:job:a", Map.of("holdfast_fp", "f".repeat(32), "group_id", "g"));
        FROM.commands().expire("rq:job:b", 300);
    }

    private static String[] ids(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toArray(String[]::new);
    }

    @Test
    void everythingIsThereAgainFieldByField() {
        writeAllStates();
        TestCopies.backupAll(FROM, file());

        Restored restored = TestCopies.restore(TO, file());

        assertThat(restored)
                .hasToString(
                        "put back 257 jobs: 1 deferred, 1 scheduled, 252 queued, 1 finished, 1 failed, 1 canceled");
        Snapshot there = Snapshot.of(TO);
        assertThat(there.withoutProofsAndGroups()).isEqualTo(Snapshot.of(FROM).withoutProofsAndGroups());
        assertThat(TO.commands().get("holdfast:done:a")).isEqualTo("f".repeat(32));
        assertThat(TO.commands().get("holdfast:done:job-3")).hasSize(32);
        assertThat(TO.commands().ttl("holdfast:done:a")).isBetween(80_000L, 86_400L);
        assertThat(TO.commands().smembers("rq:group:g")).containsExactly("a");
        assertThat(TO.commands().smembers("rq:groups")).containsExactly("g");
        assertThat(TO.commands().pttl("rq:job:b")).isBetween(200_000L, 300_000L);
        assertThat(TO.commands().pttl("rq:results:finished")).isBetween(400_000L, 500_000L);
    }

    @Test
    void aSecondRestoreChangesNothing() {
        writeAllStates();
        rq.started("default", "started");
        TestCopies.backupAll(FROM, file());
        TestCopies.restore(TO, file());
        Snapshot first = Snapshot.of(TO);

        assertThat(TestCopies.restore(TO, file())).hasToString("put back 0 jobs; 258 were there already");
        assertThat(Snapshot.of(TO)).isEqualTo(first);
    }

    @Test
    void restoringWhereEverythingIsStillThereChangesNothing() {
        writeAllStates();
        TestCopies.backupAll(FROM, file());
        Snapshot before = Snapshot.of(FROM);

        assertThat(TestCopies.restore(FROM, file())).hasToString("put back 0 jobs; 257 were there already");
        assertThat(Snapshot.of(FROM)).isEqualTo(before);
    }

    @Test
    void aJobThatRanMeanwhileIsNotRunAgain() {
        rq.queued("default", "one", "two");
        TestCopies.backup(FROM, file());
        TestCopies.restore(TO, file());
        TO.commands().lpop("rq:queue:default");
        TO.commands().del("rq:job:one");

        TestCopies.restore(TO, file());

        assertThat(TO.commands().lrange("rq:queue:default", 0, -1)).containsExactly("two");
        assertThat(TO.commands().exists("rq:job:one")).isZero();
    }

    @Test
    void aJobThatIsProvenUnderAKeyIsNotRunAgainEither() {
        rq.queued("default", "daily");
        FROM.commands().hset("rq:job:daily", Map.of("holdfast_fp", "f".repeat(32), "holdfast_proof", "key"));
        TestCopies.backup(FROM, file());
        TO.commands().set("holdfast:done:key", "f".repeat(32));

        TestCopies.restore(TO, file());

        assertThat(TO.commands().exists("rq:job:daily", "rq:queue:default", "holdfast:done:daily"))
                .isZero();
    }

    @Test
    void aDryRunSaysWhatWouldHappenAndWritesNothing() {
        writeAllStates();
        TestCopies.backup(FROM, file());
        new RqWrites(TO).queued("default", "job-0");
        Snapshot before = Snapshot.of(TO);

        assertThat(TestCopies.restore(TO, file(), Started.QUEUE, true))
                .hasToString("would put back 253 jobs: 1 deferred, 1 scheduled, 251 queued; 1 were there already");
        assertThat(Snapshot.of(TO)).isEqualTo(before);
    }

    @Test
    void whatWaitsThereComesFirstAndWhatRanComesBeforeAll() {
        rq.queued("default", "one", "two");
        rq.started("default", "ran");
        rq.taken("default", "taken");
        TestCopies.backup(FROM, file());
        new RqWrites(TO).queued("default", "here");

        TestCopies.restore(TO, file());

        assertThat(TO.commands().lrange("rq:queue:default", 0, -1))
                .containsExactly("taken", "ran", "here", "one", "two");
        assertThat(TO.commands().hgetall("rq:job:ran"))
                .containsEntry("status", "queued")
                .containsEntry("worker_name", "");
    }

    @Test
    void whatRanIsLeftOutOrFailedWhenAsked() {
        rq.started("default", "ran");
        TestCopies.backup(FROM, file());

        assertThat(TestCopies.restore(TO, file(), Started.SKIP, false))
                .hasToString("put back 0 jobs; 1 had been started, and are left out");
        assertThat(TO.commands().dbsize()).isZero();

        assertThat(TestCopies.restore(TO, file(), Started.FAIL, false)).hasToString("put back 1 jobs: 1 failed");
        assertThat(TO.commands().zrange("rq:failed:default", 0, -1)).containsExactly("ran");
        assertThat(TO.commands().hget("rq:job:ran", "status")).isEqualTo("failed");
        assertThat(TO.commands().ttl("rq:job:ran")).isGreaterThan(31_000_000L);
    }

    @Test
    void aDeferredJobWaitsForWhatIsThereAndElseIsQueued() {
        rq.queued("default", "parent");
        rq.deferred("default", "waits", "parent");
        rq.deferred("default", "waits-for-waiting", "waits");
        rq.deferred("default", "waits-for-nothing", "gone");
        rq.failed("default", "failed", 900);
        rq.deferred("default", "waits-for-failed", "failed");
        TestCopies.backup(FROM, file());

        assertThat(TestCopies.restore(TO, file()))
                .hasToString("put back 6 jobs: 4 deferred, 1 queued, 1 failed;"
                        + " 1 waited for jobs that are not there, and are queued");
        assertThat(TO.commands().zrange("rq:deferred:default", 0, -1))
                .containsExactlyInAnyOrder("waits", "waits-for-waiting", "waits-for-failed");
        assertThat(TO.commands().lrange("rq:queue:default", 0, -1)).containsExactly("parent", "waits-for-nothing");
        assertThat(TO.commands().smembers("rq:job:parent:dependents")).containsExactly("waits");
        assertThat(TO.commands().exists("rq:job:gone:dependents")).isZero();
        assertThat(TO.commands().zrange("rq:failed:default", 0, -1)).containsExactly("failed");
    }

    @Test
    void anIdThatStillStandsInTheQueueDoesNotStandThereTwice() {
        rq.queued("default", "a", "b");
        TestCopies.backup(FROM, file());
        TO.commands().rpush("rq:queue:default", "a");

        TestCopies.restore(TO, file());

        assertThat(TO.commands().lrange("rq:queue:default", 0, -1)).containsExactly("a", "b");
    }

    @Test
    void anotherJobOfTheSameIdStays() {
        rq.queued("default", "a", "b");
        FROM.commands().hset("rq:job:a", "holdfast_fp", "1");
        FROM.commands().hset("rq:job:b", "holdfast_fp", "1");
        TestCopies.backup(FROM, file());
        TO.commands().hset("rq:job:a", "holdfast_fp", "2");
        TO.commands().set("holdfast:done:b", "2");
        Snapshot before = Snapshot.of(TO);

        Restored restored = TestCopies.restore(TO, file());

        assertThat(restored)
                .hasToString("put back 0 jobs; 2 have an id that belongs to another job there: not put back");
        assertThat(restored.isComplete()).isFalse();
        assertThat(Snapshot.of(TO)).isEqualTo(before);
    }

    @Test
    void foreignTypesUnderItsKeysKeepAJobOutAndNothingIsHalfWritten() {
        writeAllStates();
        TestCopies.backupAll(FROM, file());
        TO.commands().set("rq:queue:default", "text");
        TO.commands().set("rq:failed:default", "text");
        TO.commands().set("rq:results:finished", "text");
        TO.commands().set("rq:job:scheduled:dependents", "text");
        TO.commands().rpush("holdfast:done:a", "x");
        TO.commands().set("rq:job:b", "text");
        TO.commands().set("rq:canceled:default", "text");
        TO.commands().set("rq:scheduled:default", "text");
        Snapshot before = Snapshot.of(TO);

        assertThat(TestCopies.restore(TO, file()))
                .hasToString("put back 0 jobs; 257 meet something else under their keys: not put back");
        assertThat(Snapshot.of(TO)).isEqualTo(before);
    }

    @Test
    void resultsOfALaterRunStay() {
        rq.finished("default", "finished", 500);
        TestCopies.backupAll(FROM, file());
        TO.commands().xadd("rq:results:finished", Map.of("type", "2"));

        TestCopies.restore(TO, file());

        assertThat(TO.commands().xlen("rq:results:finished")).isEqualTo(1);
        assertThat(TO.commands().ttl("rq:results:finished")).isEqualTo(-1);
    }

    @Test
    void aDamagedFileIsRefusedBeforeAnythingIsWritten() throws Exception {
        writeAllStates();
        TestCopies.backup(FROM, file());
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length - 100] ^= 1;
        Files.write(file(), bytes);

        assertThatThrownBy(() -> TestCopies.restore(TO, file())).isInstanceOf(UnusableBackup.class);
        assertThat(TO.commands().dbsize()).isZero();
    }

    @Test
    void aRedisThatDiesOnTheWayGetsTheRestWithTheNextRestore() {
        try (RedisServer dying = new RedisServer("appendonly yes", "appendfsync always").start()) {
            rq.queued("default", ids("job", 1000));
            rq.started("default", "started");
            TestCopies.backup(FROM, file());

            assertThatThrownBy(() -> TestCopies.of(dying).restore(file(), "", Started.QUEUE, false, 100, progress -> {
                        if (progress.done() == 300) {
                            dying.kill();
                        }
                    }))
                    .isInstanceOf(DataAccessException.class);
            dying.start();
            Restored rest = TestCopies.restore(dying, file());

            assertThat(rest.there()).isBetween(300L, 1000L);
            assertThat(rest.there() + rest.total()).isEqualTo(1001);
            assertThat(dying.commands().lrange("rq:queue:default", 1, -1)).containsExactly(ids("job", 1000));
        }
    }

    @Test
    void aHashOfThousandsOfFieldsIsPutBackWhole() {
        rq.queued("default", "a");
        IntStream.range(0, 9000).forEach(i -> FROM.commands().hset("rq:job:a", "field-" + i, "" + i));
        TestCopies.backup(FROM, file());

        TestCopies.restore(TO, file());

        assertThat(TO.commands().hgetall("rq:job:a")).isEqualTo(FROM.commands().hgetall("rq:job:a"));
    }
}
