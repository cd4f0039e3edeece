package dev.holdfast.redis;

import static org.awaitility.Awaitility.await;

import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A link to a standby, as one instance of the service has it. */
final class StrayNode implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RedisNode node;

    StrayNode(RedisServer redis) {
        this(redis.url());
    }

    StrayNode(String url) {
        node = RedisNode.open(TestLinks.links(), Node.STANDBY, RedisUrl.parse("test", url));
    }

    StrayNode awaitUp() {
        await().until(() -> node.link().state().isUp());
        return this;
    }

    RedisNode node() {
        return node;
    }

    /** Accepts jobs here which are to come home. */
    List<Placement> strand(Job... jobs) {
        return new RedisJobRepository(node, () -> true, PATIENCE)
                .place(
                        List.of(jobs).stream().map(StrayNode::withFingerprint).toList(),
                        Deadline.in(PATIENCE, System::nanoTime));
    }

    /** Brings jobs home from here. */
    Strays strays() {
        return strays(PATIENCE);
    }

    Strays strays(Duration attempt) {
        return new Strays(
                node.link(),
                node.strays(),
                TestGuards.guard(),
                attempt,
                new Memory(Duration.ofMinutes(15), Duration.ofHours(24)),
                () -> UUID.randomUUID().toString(),
                System::nanoTime);
    }

    @Override
    public void close() {
        node.link().close();
    }

    /** As the front desk encodes it. */
    static Job withFingerprint(Job job) {
        List<byte[]> hash = new ArrayList<>(job.hash());
        hash.add(utf8("holdfast_fp"));
        hash.add(utf8(job.fingerprint().value()));
        return new Job(job.id(), job.queue(), job.fingerprint(), job.remembered(), job.ttl(), job.terms(), hash);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
