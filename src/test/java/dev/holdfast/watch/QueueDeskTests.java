package dev.holdfast.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Node;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.KnownNodes;
import dev.holdfast.testing.ManualClock;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.http.ResponseEntity;

/** What is answered about the queues of two nodes that are well, empty, away, hung, copies, or closed to those who ask. */
@Tag("redis")
class QueueDeskTests {

    @RegisterExtension
    static final RedisServer PRIMARY = new RedisServer();

    @RegisterExtension
    static final RedisServer STANDBY = new RedisServer();

    private final KnownNodes nodes = new KnownNodes();
    private final Set<Node> stale = EnumSet.noneOf(Node.class);
    private final ManualClock clock = new ManualClock();
    private final List<RedisConnectionFactory> opened = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private QueueDesk desk = desk("");

    @BeforeEach
    void clear() {
        PRIMARY.flushAll();
        STANDBY.flushAll();
        nodes.up(Node.PRIMARY, Duration.ofMinutes(1)).up(Node.STANDBY, Duration.ofMinutes(1));
    }

    @AfterEach
    void disconnect() throws Exception {
        threads.shutdownNow();
        for (RedisConnectionFactory factory : opened) {
            ((DisposableBean) factory).destroy();
        }
    }

    @Test
    void twoEmptyNodesHaveNoQueues() {
        assertThat(body(desk.all())).hasToString("""
                        {"as_of":"2026-11-24T10:00:00Z","complete":true,"nodes":[\
                        {"node":"primary","answered":true,"suspended":false,"workers":{"registered":0,"alive":0}},\
                        {"node":"standby","answered":true,"suspended":false,"workers":{"registered":0,"alive":0}}],\
                        "queues":[]}""");
    }

    @Test
    void queuesThatThisServiceWouldRefuseAreListed() {
        PRIMARY.commands().sadd("rq:queues", "rq:queue:high priority", "rq:queue:", "odd");

        assertThat(body(desk.all()).get("queues"))
                .extracting(queue -> queue.get("queue").asText())
                .containsExactly("", "high priority", "odd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"high priority", "a,b", "mail:intermediate", "café", "%00", ""})
    void aNameThatNoQueueOfThisServiceCanHaveIsRefused(String name) {
        ResponseEntity<Map<String, Object>> answer = desk.one(name);

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getBody()).containsEntry("code", "invalid_queue_name");
    }

    @Test
    void aQueueThatNobodyListsIsUnknown() {
        fill(PRIMARY);

        assertThat(refusal(desk.one("letters"), 404)).containsEntry("code", "queue_not_found");
    }

    @Test
    void aQueueThatIsPassedOverBecauseThereAreTooManyIsNotSaidToBeNobodys() {
        PRIMARY.commands()
                .sadd(
                        "rq:queues",
                        IntStream.range(0, 1200).mapToObj(i -> "rq:queue:q" + i).toArray(String[]::new));

        assertThat(refusal(desk.one("letters"), 404))
                .containsEntry("detail", "the queue is not among the 500 that are looked at, and there are more");
        assertThat(body(desk.all()).get("complete").asBoolean()).isFalse();
    }

    @Test
    void aNodeThatIsAwayIsNamedAndTheOtherIsCounted() {
        fill(STANDBY);
        nodes.down(Node.PRIMARY, "connection_refused");

        JsonNode answer = body(desk.all());

        assertThat(answer.get("nodes").get(0))
                .hasToString("{\"node\":\"primary\",\"answered\":false,\"reason\":\"connection_refused\"}");
        assertThat(answer.get("queues").get(0).get("depth").asInt()).isEqualTo(2);
    }

    @Test
    void aQueueThatOnlyTheNodeThatIsAwayMayHaveIsNotUnknown() {
        nodes.down(Node.PRIMARY, "connection_refused");

        assertThat(refusal(desk.one("mail"), 503))
                .containsEntry("code", "redis_unavailable")
                .containsEntry("node", "primary")
                .containsEntry("reason", "connection_refused");
    }

    @Test
    void nobodyIsCountedWhileBothAreAway() {
        nodes.down(Node.PRIMARY, "connection_refused").down(Node.STANDBY, "no_reply");

        ResponseEntity<Map<String, Object>> answer = desk.all();

        assertThat(refusal(answer, 503))
                .containsEntry("code", "redis_unavailable")
                .containsKey("error");
        assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("2");
    }

    @Test
    void aNodeThatDoesNotExistIsNotMissed() {
        nodes.none(Node.STANDBY);

        assertThat(body(desk.all()).get("nodes")).hasSize(1);
        assertThat(refusal(desk.one("mail"), 404)).containsEntry("code", "queue_not_found");
    }

    @Test
    void aReplicaIsNotCountedTwice() {
        fill(PRIMARY);
        fill(STANDBY);
        nodes.replica(Node.STANDBY, "primary");

        JsonNode answer = body(desk.all());

        assertThat(answer.get("nodes").get(1))
                .hasToString("{\"node\":\"standby\",\"answered\":false,\"reason\":\"copy\"}");
        assertThat(answer.get("queues").get(0).get("depth").asInt()).isEqualTo(2);
        assertThat(refusal(desk.one("letters"), 404)).containsEntry("code", "queue_not_found");
    }

    @Test
    void aMasterWhoseDataAreOutOfDateIsNotCounted() {
        fill(PRIMARY);
        stale.add(Node.PRIMARY);

        assertThat(body(desk.all()).get("queues")).isEmpty();
    }

    @Test
    void aNodeThatDiedUnnoticedIsNamed() {
        fill(STANDBY);
        PRIMARY.kill();
        try {
            assertThat(body(desk.all()).get("nodes").get(0).get("answered").asBoolean())
                    .isFalse();
        } finally {
            PRIMARY.restart();
        }
    }

    @Test
    void aNodeThatHangsKeepsNobodyFromTheOther() {
        fill(STANDBY);
        PRIMARY.freeze();
        try {
            JsonNode answer = body(desk.all());

            assertThat(answer.get("nodes").get(0).get("answered").asBoolean()).isFalse();
            assertThat(answer.get("queues").get(0).get("depth").asInt()).isEqualTo(2);
        } finally {
            PRIMARY.thaw();
        }
    }

    @Test
    void aKeyOfAnotherTypeIsNamedByItsError() {
        PRIMARY.commands().sadd("rq:queues", "rq:queue:mail");
        PRIMARY.commands().set("rq:queue:mail", "nonsense");

        assertThat(body(desk.all()).get("nodes").get(0))
                .hasToString("{\"node\":\"primary\",\"answered\":false,\"reason\":\"wrongtype\"}");
    }

    @Test
    void aUserWhoMayNotCountIsToldSo() {
        PRIMARY.commands()
                .aclSetuser(
                        "app",
                        AclSetuserArgs.Builder.on()
                                .addPassword("secret")
                                .allKeys()
                                .allCommands()
                                .removeCommand(CommandType.SSCAN));
        desk = desk("app:secret@");

        assertThat(body(desk.all()).get("nodes").get(0))
                .hasToString("{\"node\":\"primary\",\"answered\":false,\"reason\":\"noperm\"}");
    }

    @Test
    void whoeverAsksWithinASecondGetsTheSameCount() {
        desk.all();
        fill(PRIMARY);
        clock.advance(Duration.ofMillis(999));

        assertThat(body(desk.all()).get("queues")).isEmpty();
        clock.advance(Duration.ofMillis(1));

        assertThat(body(desk.all()).get("queues")).hasSize(1);
    }

    @Test
    void manyWhoAskAtTheSameTimeAreOneToRedis() {
        long before = commandsOf(PRIMARY, "sscan");

        IntStream.range(0, 200).parallel().forEach(i -> desk.all());

        // Queues and workers.
        assertThat(commandsOf(PRIMARY, "sscan") - before).isEqualTo(2);
    }

    private static void fill(RedisServer server) {
        server.commands().sadd("rq:queues", "rq:queue:mail");
        server.commands().rpush("rq:queue:mail", "a", "b");
    }

    private static long commandsOf(RedisServer server, String command) {
        String line = server.commands()
                .info("commandstats")
                .lines()
                .filter(stat -> stat.startsWith("cmdstat_" + command + ":calls="))
                .findFirst()
                .orElse("=0,");
        return Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(',')));
    }

    private static Map<String, Object> refusal(ResponseEntity<Map<String, Object>> answer, int status) {
        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        return answer.getBody();
    }

    private static JsonNode body(ResponseEntity<Map<String, Object>> answer) {
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        return new ObjectMapper().valueToTree(answer.getBody());
    }

    private QueueDesk desk(String user) {
        return new QueueDesk(
                new QueueCounts(
                        nodes.states(),
                        stale::contains,
                        count(Node.PRIMARY, PRIMARY, user),
                        count(Node.STANDBY, STANDBY, "")),
                Duration.ofSeconds(5),
                System::nanoTime);
    }

    private NodeCount count(Node node, RedisServer server, String user) {
        RedisConnectionFactory connections = TestLinks.links()
                .connectionFactory(RedisUrl.parse("test", "redis://" + user + "127.0.0.1:" + server.port()));
        opened.add(connections);
        return new NodeCount(
                node, connections, TestGuards.guard(), threads, Duration.ofSeconds(1), clock, clock::nanoTime);
    }
}
