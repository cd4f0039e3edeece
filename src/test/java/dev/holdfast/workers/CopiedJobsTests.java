package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RQ itself has written goes through a file into another Redis, and stock workers run it there: once. */
@WithWorkers
@Tag("thorough")
class CopiedJobsTests {

    private static final int CREWS = Crew.values().length;
    private static final String ALL = "%d jobs: %d deferred, %d scheduled, %d queued, %d started"
            .formatted(9 * CREWS, 2 * CREWS, CREWS, 5 * CREWS, CREWS);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void workersRunOnceAndInOrderWhatWasPutBack() throws Exception {
        String file = directory.resolve("copy").toString();
        try (RedisServer from = new RedisServer().start();
                RedisServer to = new RedisServer().start()) {
            startAndKill(from);
            enqueue(from, "others");

            HoldfastCommand backup =
                    HoldfastCommand.run("backup", "--to", file, "--from", from.url(), "--share", "100");
            assertThat(backup).isEqualTo(new HoldfastCommand(0, file + ": " + ALL));
            restore(file, to, "put back " + ALL);

            List<RqWorker> workers = workers(to, "--with-scheduler");
            try {
                await().atMost(PATIENCE)
                        .until(() ->
                                Arrays.stream(Crew.values()).allMatch(crew -> hasRunEverything(crew, to.commands())));
                assertThat(workers).allMatch(RqWorker::isAlive);
            } finally {
                workers.forEach(RqWorker::close);
            }
            restore(file, to, "put back 0 jobs; " + 9 * CREWS + " were there already");
            List<RqWorker> again = workers(to, "--burst");
            try {
                for (RqWorker worker : again) {
                    worker.awaitEnd();
                }
            } finally {
                again.forEach(RqWorker::close);
            }
            for (Crew crew : Crew.values()) {
                String queue = queue(crew);
                assertThat(to.commands().lrange("order:" + queue, 0, -1))
                        .as(queue)
                        .containsExactly("zeroth", "first", "second", "parent", "child", "grandchild");
                assertThat(to.commands().get("runs:started:" + queue)).isEqualTo("1");
                assertThat(to.commands().get("runs:scheduled:" + queue)).isEqualTo("1");
                assertThat(to.commands().get("runs:flaky:" + queue)).isEqualTo("2");
                assertThat(to.commands().zcard("rq:failed:" + queue)).isZero();
            }
        }
    }

    private static boolean hasRunEverything(Crew crew, RedisCommands<String, String> redis) {
        String queue = queue(crew);
        return redis.llen("order:" + queue) == 6
                && redis.exists("runs:started:" + queue, "runs:scheduled:" + queue) == 2
                && "2".equals(redis.get("runs:flaky:" + queue));
    }

    private static void restore(String file, RedisServer to, String outcome) throws InterruptedException {
        assertThat(HoldfastCommand.run("restore", "--from", file, "--to", to.url()))
                .isEqualTo(new HoldfastCommand(0, file + ": " + outcome));
    }

    /** Each crew's own RQ puts them into the crew's queue. */
    private static void enqueue(RedisServer redis, String what) throws IOException, InterruptedException {
        List<Process> programs = new ArrayList<>();
        for (Crew crew : Crew.values()) {
            programs.add(new ProcessBuilder(
                            crew.rq().resolveSibling("python").toString(),
                            "src/test/python/every_state.py",
                            redis.url(),
                            queue(crew),
                            crew.serializerClass(),
                            what)
                    .inheritIO()
                    .start());
        }
        for (Process program : programs) {
            assertThat(program.waitFor()).isZero();
        }
    }

    /** A worker of each crew has begun a job, and dies with it. */
    private static void startAndKill(RedisServer redis) throws IOException, InterruptedException {
        redis.commands().set("held", "until they are dead");
        enqueue(redis, "held");
        List<RqWorker> workers = workers(redis);
        try {
            for (Crew crew : Crew.values()) {
                await().atMost(PATIENCE)
                        .until(() ->
                                "started".equals(redis.commands().hget("rq:job:started-" + queue(crew), "status")));
            }
            assertThat(workers).allMatch(RqWorker::isAlive);
        } finally {
            workers.forEach(RqWorker::close);
        }
        assertThat(redis.commands().keys("runs:*")).isEmpty();
    }

    /** One of each crew. */
    private static List<RqWorker> workers(RedisServer redis, String... options) {
        return Arrays.stream(Crew.values())
                .map(crew -> new RqWorker(crew, redis.url(), queue(crew), options))
                .toList();
    }

    private static String queue(Crew crew) {
        return crew.queue() + "-copied";
    }
}
