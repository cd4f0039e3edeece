package dev.holdfast.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeState.Role;
import dev.holdfast.job.NodeState.Status;
import dev.holdfast.job.Reason;
import dev.holdfast.job.StaleNodes;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** A job that lies on one of two nodes, on both, or on none; and a node that does not answer. */
@Tag("redis")
@Tag("one-redis-is-enough")
class JobSearchTests {

    @RegisterExtension
    static final RedisServer PRIMARY = new RedisServer();

    @RegisterExtension
    static final RedisServer STANDBY = new RedisServer();

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORTER_THAN_ANY_COMMAND = Duration.ofSeconds(3);
    private static final Duration COMMAND = Duration.ofSeconds(20);

    private final ExecutorService readers = Executors.newCachedThreadPool();
    private NodeState primaryState = up(Node.PRIMARY, Role.MASTER, "one");
    private NodeState standbyState = up(Node.STANDBY, Role.MASTER, "other");
    private @Nullable Node stale;
    private JobSearch search;

    @BeforeEach
    void open() {
        PRIMARY.flushAll();
        STANDBY.flushAll();
        search = new JobSearch(
                new JobReader(Node.PRIMARY, () -> primaryState, connections(PRIMARY), readers, TestGuards.guard()),
                Optional.of(new JobReader(
                        Node.STANDBY, () -> standbyState, connections(STANDBY), readers, TestGuards.guard())),
                new StaleNodes(node -> node == stale));
    }

    @AfterEach
    void close() {
        readers.shutdownNow();
    }

    @Test
    void findsAJobThatLiesOnTheStandby() {
        STANDBY.commands().hset("rq:job:a", "status", "queued");

        assertThat(nodeOf(find(LONG))).isEqualTo(Node.STANDBY);
    }

    @Test
    void believesThePrimaryWhenBothHaveTheJob() {
        PRIMARY.commands().hset("rq:job:a", "status", "finished");
        STANDBY.commands().hset("rq:job:a", "status", "queued");

        assertThat(nodeOf(find(LONG))).isEqualTo(Node.PRIMARY);
    }

    @Test
    void believesTheStandbyOfALaterJobOnceTheFormerOneOfItsIdHasEnded() {
        Map<String, String> former =
                Map.of("status", "started", "created_at", "2026-11-28T12:00:00.000000Z", "holdfast_fp", "former");
        PRIMARY.commands().hset("rq:job:a", former);
        STANDBY.commands()
                .hset(
                        "rq:job:a",
                        Map.of(
                                "status",
                                "queued",
                                "created_at",
                                "2026-11-29T12:00:00.000000Z",
                                "holdfast_fp",
                                "later"));

        assertThat(nodeOf(find(LONG))).isEqualTo(Node.PRIMARY);
        PRIMARY.commands().hset("rq:job:a", "status", "finished");
        assertThat(nodeOf(find(LONG))).isEqualTo(Node.STANDBY);
        STANDBY.commands().hset("rq:job:a", "holdfast_fp", "former");
        assertThat(nodeOf(find(LONG))).isEqualTo(Node.PRIMARY);
    }

    @Test
    void tellsTheStatesOfManyJobsOfBothNodesAndThePrimarysFirst() {
        PRIMARY.commands().hset("rq:job:a", "status", "finished");
        STANDBY.commands().hset("rq:job:a", "status", "queued");
        STANDBY.commands().hset("rq:job:b", "status", "started");
        List<JobId> ids = List.of(new JobId("odd"), new JobId("a"), new JobId("b"), new JobId("never"));

        assertThat(search.states(ids, Deadline.in(LONG, System::nanoTime)))
                .isEqualTo(Map.of(new JobId("a"), "finished", new JobId("b"), "started"));
        STANDBY.commands().set("rq:job:odd", "text");
        assertThat(search.states(ids, Deadline.in(LONG, System::nanoTime)))
                .isEqualTo(Map.of(new JobId("a"), "finished"));
    }

    @Test
    void knowsAJobThatTheStandbyOnlyRemembers() {
        STANDBY.commands().set("holdfast:done:a", "proof");

        assertThat(find(LONG)).isEqualTo(new Lookup.Remembered(Node.STANDBY));
    }

    @Test
    void knowsNothingWhereBothKnowNothing() {
        assertThat(find(LONG)).isEqualTo(new Lookup.Unknown());
    }

    @Test
    void doesNotSayGoneWhileThePrimaryCannotBeAsked() {
        STANDBY.commands().set("holdfast:done:a", "proof");
        primaryState = down(Node.PRIMARY, Role.MASTER, "one");

        assertThat(find(LONG)).isEqualTo(new Lookup.NotAsked(Reason.UNREACHABLE));
    }

    @Test
    void doesNotSayUnknownWhileTheStandbyCannotBeAsked() {
        standbyState = down(Node.STANDBY, Role.MASTER, "other");

        assertThat(find(LONG)).isEqualTo(new Lookup.NotAsked(Reason.UNREACHABLE));
    }

    @Test
    void answersByTheDeadlineWhileANodeHangs() {
        STANDBY.freeze();
        try {
            assertThat(find(SHORTER_THAN_ANY_COMMAND)).isEqualTo(new Lookup.NotAsked(Reason.NO_REPLY));
        } finally {
            STANDBY.thaw();
        }
    }

    @Test
    void waitsForNobodyOnceThePrimaryHasTheJob() {
        PRIMARY.commands().hset("rq:job:a", "status", "queued");
        STANDBY.freeze();
        try {
            assertThat(nodeOf(find(LONG))).isEqualTo(Node.PRIMARY);
        } finally {
            STANDBY.thaw();
        }
    }

    @Test
    void findsAJobOnTheStandbyWhileThePrimaryHangs() {
        find(LONG);
        STANDBY.commands().hset("rq:job:a", "status", "queued");
        PRIMARY.freeze();
        try {
            assertThat(nodeOf(find(SHORTER_THAN_ANY_COMMAND))).isEqualTo(Node.STANDBY);
        } finally {
            PRIMARY.thaw();
        }
    }

    @Test
    void findsAJobThatWentHomeBetweenTheTwoAnswers() {
        STANDBY.commands().set("holdfast:done:a", "proof");
        PRIMARY.commands().configResetstat();
        STANDBY.freeze();
        CompletableFuture<Lookup> lookup;
        try {
            lookup = CompletableFuture.supplyAsync(() -> find(LONG), readers);
            await().until(() -> PRIMARY.commands().info("commandstats").contains("cmdstat_exists"));
            PRIMARY.commands().hset("rq:job:a", "status", "queued");
        } finally {
            STANDBY.thaw();
        }

        assertThat(nodeOf(lookup.join())).isEqualTo(Node.PRIMARY);
    }

    @Test
    void doesNotAskAReplicaThatOnlyHasWhatItsMasterHas() {
        standbyState = down(Node.STANDBY, Role.REPLICA, "one");

        assertThat(find(LONG)).isEqualTo(new Lookup.Unknown());
    }

    @Test
    void doesNotAskAMasterThatHasBecomeTheReplicaOfTheOther() {
        STANDBY.commands().set("holdfast:done:a", "proof");
        primaryState = down(Node.PRIMARY, Role.REPLICA, "other");

        assertThat(find(LONG)).isEqualTo(new Lookup.Remembered(Node.STANDBY));
    }

    @Test
    void cannotTellFromAReplicaAloneWhatItsMasterKnows() {
        primaryState = down(Node.PRIMARY, Role.MASTER, "one");
        standbyState = down(Node.STANDBY, Role.REPLICA, "one");

        assertThat(find(LONG)).isEqualTo(new Lookup.NotAsked(Reason.UNREACHABLE));
    }

    @Test
    void doesNotAskAMasterWhoseCopyIsTheOlderOne() {
        PRIMARY.commands().hset("rq:job:a", "status", "queued");
        STANDBY.commands().hset("rq:job:a", "status", "finished");
        standbyState = up(Node.STANDBY, Role.MASTER, "one");
        stale = Node.PRIMARY;

        assertThat(nodeOf(find(LONG))).isEqualTo(Node.STANDBY);
        assertThat(search.states(List.of(new JobId("a")), Deadline.in(LONG, System::nanoTime)))
                .isEqualTo(Map.of(new JobId("a"), "finished"));
        standbyState = down(Node.STANDBY, Role.MASTER, "one");
        assertThat(find(LONG)).isEqualTo(new Lookup.NotAsked(Reason.UNREACHABLE));
    }

    private Lookup find(Duration limit) {
        return search.find(new JobId("a"), Deadline.in(limit, System::nanoTime));
    }

    private static Node nodeOf(Lookup lookup) {
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).node();
    }

    private static RedisConnectionFactory connections(RedisServer server) {
        return TestLinks.links().connectionFactory(RedisUrl.parse("test", server.url()), COMMAND);
    }

    private static NodeState up(Node node, Role role, String dataset) {
        return state(node, Status.UP, role, dataset, Optional.of(Duration.ofMinutes(1)));
    }

    private static NodeState down(Node node, Role role, String dataset) {
        return state(node, Status.DOWN, role, dataset, Optional.empty());
    }

    private static NodeState state(Node node, Status status, Role role, String dataset, Optional<Duration> upFor) {
        return new NodeState(node, status, role, "as the test says", "run", dataset, upFor, Optional.empty(), 0);
    }
}
