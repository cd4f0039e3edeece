package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.RedisUrls;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** A node whose address real Sentinels tell. */
@Tag("redis")
@Tag("thorough")
class SentinelTests {

    @RegisterExtension
    static final RedisServer master = new RedisServer();

    private final Links links = TestLinks.links();
    private RedisServer sentinel;
    private RedisLink link;
    private JobQueue queue;

    @AfterEach
    void clear() {
        if (link != null) {
            link.close();
        }
        if (sentinel != null) {
            sentinel.close();
        }
        master.flushAll();
    }

    @Test
    void placesJobsAtTheMaster() {
        watch();
        open(url(sentinel.port()));
        await().until(() -> link.state().isUp());

        assertThat(place("a")).isInstanceOf(Placement.Placed.class);
        assertThat(master.commands().exists("rq:job:a")).isOne();
    }

    @Test
    void followsAFailover() {
        try (RedisServer replica = replicaOf(master)) {
            watch();
            open(url(sentinel.port()));
            await().until(() -> link.state().isUp());
            RedisConnectionFactory readers = links.connectionFactory(url(sentinel.port()));
            assertThat(role(readers)).isEqualTo("master");

            failOver();

            String promoted = run(replica);
            await().until(() -> link.state().isUp() && link.state().run().equals(promoted));
            assertThat(place("b")).isInstanceOf(Placement.Placed.class);
            assertThat(replica.commands().exists("rq:job:b")).isOne();
            assertThat(role(links.connectionFactory(url(sentinel.port())))).isEqualTo("master");
        } finally {
            master.commands().replicaofNoOne();
        }
    }

    @Test
    void asksTheNextSentinelWhenOneIsAway() {
        watch();

        open(url(1, sentinel.port()));

        await().until(() -> link.state().isUp());
    }

    @Test
    void waitsForTheFirstSentinel() {
        watch();
        sentinel.stop();
        open(url(sentinel.port()));
        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.CONNECTION_REFUSED.word()));
        assertThat(place("a")).isEqualTo(new Placement.NotWritten(Reason.CONNECTION_REFUSED));

        sentinel.start();

        await().until(() -> link.state().isUp());
    }

    @Test
    void keepsAMasterThatLivesWhileAllSentinelsAreAway() {
        watch();
        open(url(sentinel.port()));
        await().until(() -> link.state().isUp());

        sentinel.kill();

        await().during(Duration.ofMillis(1_200)).until(() -> link.state().isUp());
        assertThat(place("a")).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void doesNotTakeAReplicaForTheMaster() {
        try (RedisServer replica = replicaOf(master)) {
            sentinel = sentinelOf(replica);

            open(url(sentinel.port()));

            await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.READONLY.word()));
        }
    }

    @Test
    void refusesAMasterThatTheSentinelsDoNotKnow() {
        watch();

        open(RedisUrl.parse("test", "redis-sentinel://127.0.0.1:" + sentinel.port() + "#other"));

        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.UNREACHABLE.word()));
    }

    @Test
    void logsInToTheSentinel() {
        sentinel = sentinelOf(master, "requirepass secret");

        open(withSentinelPassword("secret"));

        await().until(() -> link.state().isUp());
    }

    @Test
    void refusesAWrongPasswordOfTheSentinel() {
        sentinel = sentinelOf(master, "requirepass secret");

        open(withSentinelPassword("wrong"));

        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.NOAUTH.word()));
    }

    private void watch() {
        sentinel = sentinelOf(master);
    }

    private static RedisServer sentinelOf(RedisServer watched, String... more) {
        String monitor = "sentinel monitor main 127.0.0.1 " + watched.port() + " 1";
        return (more.length == 0 ? new RedisServer(monitor) : new RedisServer(monitor, more[0])).start();
    }

    private static RedisServer replicaOf(RedisServer original) {
        RedisServer replica = new RedisServer("replicaof 127.0.0.1 " + original.port()).start();
        await().until(() -> replica.commands().info("replication").contains("master_link_status:up"));
        return replica;
    }

    /** As an operator does it; the Sentinel needs a moment until it knows the replica. */
    private void failOver() {
        RedisClient client = RedisClient.create();
        RedisURI uri = RedisURI.create("127.0.0.1", sentinel.port());
        try (StatefulRedisSentinelConnection<String, String> asked = client.connectSentinel(uri)) {
            await().ignoreExceptions().until(() -> asked.sync().failover("main").equals("OK"));
        } finally {
            client.shutdown();
        }
    }

    private void open(RedisUrl url) {
        RedisNode node = RedisNode.open(links, Node.PRIMARY, url);
        link = node.link();
        queue = new RedisJobRepository(node, () -> false, Duration.ofSeconds(10));
    }

    private Placement place(String id) {
        return queue.place(List.of(job(id)), Deadline.in(Duration.ofSeconds(20), System::nanoTime))
                .get(0);
    }

    private static RedisUrl url(int... ports) {
        List<String> sentinels =
                Arrays.stream(ports).mapToObj(port -> "127.0.0.1:" + port).toList();
        return RedisUrl.parse("test", "redis-sentinel://" + String.join(",", sentinels) + "#main");
    }

    private RedisUrl withSentinelPassword(String password) {
        return RedisUrls.parse(url(sentinel.port()).toString(), "")
                .withSentinelPasswords(password, "")
                .primary();
    }

    private static String run(RedisServer server) {
        return server.commands()
                .info("server")
                .lines()
                .filter(line -> line.startsWith("run_id:"))
                .findFirst()
                .orElseThrow()
                .substring("run_id:".length());
    }

    private static String role(RedisConnectionFactory factory) {
        try (RedisConnection connection = factory.getConnection()) {
            Properties replication = connection.serverCommands().info("replication");
            return replication.getProperty("role");
        }
    }
}
