package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobQueueContract;
import dev.holdfast.job.Node;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.FakeRedis;
import dev.holdfast.testing.Reaction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As long as nobody tells it otherwise, the fake node keeps the contract that a real one keeps. */
class FakeRedisTests extends JobQueueContract {

    private final FakeRedis redis = new FakeRedis();
    private RedisLink link;
    private JobQueue queue;

    @BeforeEach
    void connect() {
        RedisNode node = RedisNode.open(TestLinks.links(), Node.PRIMARY, RedisUrl.parse("test", redis.url()));
        link = node.link();
        queue = new RedisJobRepository(node, () -> false, Duration.ofSeconds(5));
        await().until(() -> link.state().isUp());
    }

    @AfterEach
    void disconnect() {
        link.close();
        redis.close();
    }

    @Override
    protected JobQueue queue() {
        return queue;
    }

    @Test
    void countsWhatComesAndWhatIsExecuted() {
        redis.next(1, Reaction.error("OOM x"));
        redis.next(1, Reaction.error("OOM x").executed());

        place("a");
        assertThat(redis.executions("a")).isZero();
        place("a");
        assertThat(redis.executions("a")).isOne();
        place("a");

        assertThat(redis.attempts("a")).isEqualTo(3);
        assertThat(redis.executions("a")).isOne();
    }

    private void place(String id) {
        queue.place(List.of(job(id)), Deadline.in(Duration.ofSeconds(5), System::nanoTime));
    }
}
