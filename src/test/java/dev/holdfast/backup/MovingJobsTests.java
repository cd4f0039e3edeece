package dev.holdfast.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.RedisServer;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that move between two pages of a copy, which are a hundred jobs each. */
@Tag("redis")
class MovingJobsTests {

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    private static final String QUEUE = "rq:queue:default";
    private static final String[] IDS = ids("job", 350);

    @TempDir
    Path directory;

    private final RqWrites rq = new RqWrites(REDIS);

    private static String[] ids(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toArray(String[]::new);
    }

    @AfterEach
    void emptyRedis() {
        REDIS.flushAll();
    }

    /** Copies, and does this once when so many jobs were read. */
    private List<CopiedJob> copiedWhile(int read, Consumer<RedisCommands<String, String>> change) throws IOException {
        Path file = directory.resolve("copy");
        TestCopies.of(REDIS).backup(file, "", Set.of(), 100, progress -> {
            if (progress.done() == read) {
                change.accept(REDIS.commands());
            }
        });
        return TestCopies.read(file);
    }

    private static Stream<String> once(List<CopiedJob> jobs) {
        return jobs.stream().filter(job -> !job.again()).map(CopiedJob::id);
    }

    @Test
    void whatIsTakenFromTheHeadMovesNothingOutOfSight() throws IOException {
        rq.queued("default", IDS);

        assertThat(copiedWhile(100, redis -> redis.lpop(QUEUE, 50)))
                .extracting(CopiedJob::id)
                .containsExactly(IDS);
    }

    @Test
    void whenMoreIsTakenThanWasReadTheRestIsStillReadWhole() throws IOException {
        rq.queued("default", IDS);

        assertThat(copiedWhile(100, redis -> redis.lpop(QUEUE, 150)))
                .extracting(CopiedJob::id)
                .containsExactly(Stream.concat(
                                Arrays.stream(IDS).limit(100),
                                Arrays.stream(IDS).skip(150))
                        .toArray(String[]::new));
    }

    @Test
    void whatIsPushedBeforeAllMakesNothingComeTwice() throws IOException {
        rq.queued("default", IDS);

        assertThat(copiedWhile(200, redis -> redis.lpush(QUEUE, ids("front", 30))))
                .extracting(CopiedJob::id)
                .containsExactly(IDS);
    }

    @Test
    void farMoreThanThatIsFoundToo() throws IOException {
        rq.queued("default", IDS);

        assertThat(copiedWhile(200, redis -> redis.lpush(QUEUE, ids("front", 5000))))
                .extracting(CopiedJob::id)
                .containsExactly(IDS);
    }

    @Test
    void theMarkItselfMayBeTakenOutOfTheMiddle() throws IOException {
        rq.queued("default", IDS);

        assertThat(copiedWhile(200, redis -> {
                    redis.lrem(QUEUE, 0, "job-199");
                    redis.lrem(QUEUE, 0, "job-198");
                    redis.lrem(QUEUE, 0, "job-3");
                }))
                .extracting(CopiedJob::id)
                .containsExactly(IDS);
    }

    @Test
    void whenAllMarksAreGoneTheWalkBeginsAgainAndSaysSo() throws IOException {
        rq.queued("default", IDS);

        List<CopiedJob> jobs =
                copiedWhile(200, redis -> IntStream.range(160, 200).forEach(i -> redis.lrem(QUEUE, 0, "job-" + i)));

        assertThat(once(jobs)).containsExactly(IDS);
        assertThat(jobs.stream().filter(CopiedJob::again)).hasSize(160);
    }

    @Test
    void aScheduledJobThatFallsDueStandsInBothPlaces() throws IOException {
        IntStream.range(0, 250).forEach(i -> rq.scheduled("default", "due-" + i, 1_900_000_000));
        rq.queued("default", "queued");

        List<CopiedJob> jobs = copiedWhile(200, redis -> {
            redis.zrem("rq:scheduled:default", "due-0", "due-1");
            redis.rpush(QUEUE, "due-0", "due-1");
        });

        assertThat(once(jobs)).hasSize(251).doesNotHaveDuplicates();
        assertThat(jobs.stream().filter(CopiedJob::again).map(CopiedJob::id)).containsExactly("due-0", "due-1");
    }

    @Test
    void aRegistryThatLosesTheMarkLosesNothingElse() throws IOException {
        IntStream.range(0, 250).forEach(i -> rq.scheduled("default", "due-" + i, 1_900_000_000 + i / 200));
        List<String> order = REDIS.commands().zrange("rq:scheduled:default", 0, -1);

        List<CopiedJob> jobs = copiedWhile(100, redis -> redis.zrem("rq:scheduled:default", order.get(99)));

        assertThat(once(jobs)).containsExactlyElementsOf(order);
    }

    @Test
    void aJobThatIsStartedMeanwhileIsMetBehindItsQueue() throws IOException {
        rq.queued("default", IDS);

        List<CopiedJob> jobs = copiedWhile(100, redis -> {
            redis.lpop(QUEUE, 300);
            redis.hset("rq:job:job-250", "status", "started");
            redis.zadd("rq:wip:default", 1_900_000_000.0, "job-250:execution");
        });

        assertThat(jobs).anySatisfy(job -> {
            assertThat(job.id()).isEqualTo("job-250");
            assertThat(job.place()).isEqualTo(Place.STARTED);
        });
    }

    @Test
    void aQueueThatNeverEndsEndsTheCopyAllTheSame() throws IOException {
        rq.queued("default", "a", "b");
        Path file = directory.resolve("copy");

        String push = "for i = 1, 101 do local id = ARGV[1] .. '-' .. i\n"
                + "redis.call('HSET', 'rq:job:' .. id, 'data', 'x') redis.call('RPUSH', KEYS[1], id) end return 'OK'";
        TestCopies.of(REDIS)
                .backup(
                        file,
                        "",
                        Set.of(),
                        100,
                        progress -> REDIS.commands()
                                .eval(push, ScriptOutputType.STATUS, new String[] {QUEUE}, "more-" + progress.done()));

        assertThat(TestCopies.read(file)).hasSizeBetween(10_000, 10_300);
    }
}
