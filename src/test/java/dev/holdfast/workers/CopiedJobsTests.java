package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What RQ itself has written goes through a file into another Redis, and stock workers run it there: once. */
@WithWorkers
@Tag("thorough")
class CopiedJobsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void workersRunOnceAndInOrderWhatWasPutBack(Crew crew) throws Exception {
        String queue = crew.queue() + "-copied";
        String file = directory.resolve("copy").toString();
        try (RedisServer from = new RedisServer().start();
                RedisServer to = new RedisServer().start()) {
            startAndKill(crew, from, queue);
            enqueue(crew, from, queue, "others");

            HoldfastCommand backup =
                    HoldfastCommand.run("backup", "--to", file, "--from", from.url(), "--share", "100");
            assertThat(backup)
                    .isEqualTo(new HoldfastCommand(0, file + ": 9 jobs: 2 deferred, 1 scheduled, 5 queued, 1 started"));
            restore(file, to, "put back 9 jobs: 2 deferred, 1 scheduled, 5 queued, 1 started");

            try (RqWorker worker = new RqWorker(crew, to.url(), queue, "--with-scheduler")) {
                await().atMost(PATIENCE).until(() -> hasRunEverything(to.commands()));
                assertThat(worker.isAlive()).isTrue();
            }
            restore(file, to, "put back 0 jobs; 9 were there already");
            try (RqWorker worker = new RqWorker(crew, to.url(), queue, "--burst")) {
                worker.awaitEnd();
            }
            assertThat(to.commands().lrange("order", 0, -1))
                    .containsExactly("zeroth", "first", "second", "parent", "child", "grandchild");
            assertThat(to.commands().get("runs:started")).isEqualTo("1");
            assertThat(to.commands().get("runs:scheduled")).isEqualTo("1");
            assertThat(to.commands().get("runs:flaky")).isEqualTo("2");
            assertThat(to.commands().zcard("rq:failed:" + queue)).isZero();
        }
    }

    private static boolean hasRunEverything(RedisCommands<String, String> redis) {
        return redis.llen("order") == 6
                && redis.exists("runs:started", "runs:scheduled") == 2
                && "2".equals(redis.get("runs:flaky"));
    }

    private static void restore(String file, RedisServer to, String outcome) throws InterruptedException {
        assertThat(HoldfastCommand.run("restore", "--from", file, "--to", to.url()))
                .isEqualTo(new HoldfastCommand(0, file + ": " + outcome));
    }

    private static void enqueue(Crew crew, RedisServer redis, String queue, String what)
            throws IOException, InterruptedException {
        Process python = new ProcessBuilder(
                        crew.rq().resolveSibling("python").toString(),
                        "src/test/python/every_state.py",
                        redis.url(),
                        queue,
                        crew.serializerClass(),
                        what)
                .inheritIO()
                .start();
        assertThat(python.waitFor()).isZero();
    }

    /** A worker has begun a job, and dies with it. */
    private static void startAndKill(Crew crew, RedisServer redis, String queue)
            throws IOException, InterruptedException {
        enqueue(crew, redis, queue, "slow");
        try (RqWorker worker = new RqWorker(crew, redis.url(), queue)) {
            await().atMost(PATIENCE)
                    .until(() -> "started".equals(redis.commands().hget("rq:job:started", "status")));
            assertThat(worker.isAlive()).isTrue();
        }
    }
}
