package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.FakeRedis;
import dev.holdfast.testing.Reaction;
import dev.holdfast.testing.Reaction.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs that were sent and whose answer does not come, or cannot be believed, be they executed or not. */
@Tag("thorough")
class LostAnswerTests {

    private final FakeRedis redis = new FakeRedis();
    private RedisNode node;
    private RedisLink link;
    private JobQueue once;

    @BeforeEach
    void connect() {
        connect(TestLinks.links());
    }

    private void connect(Links links) {
        node = RedisNode.open(links, Node.PRIMARY, RedisUrl.parse("test", redis.url()));
        link = node.link();
        once = queue(Duration.ofSeconds(20));
        await().until(() -> link.state().isUp());
    }

    @AfterEach
    void close() {
        link.close();
        redis.close();
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                        Arguments.of("closed", Reaction.silence().then(Ending.FIN), Reason.CONNECTION_LOST),
                        Arguments.of("reset", Reaction.silence().then(Ending.RST), Reason.CONNECTION_LOST),
                        Arguments.of("half a reply", halfAReply(Ending.FIN), Reason.CONNECTION_LOST),
                        Arguments.of("half a reply, then nothing", halfAReply(Ending.MUTE), Reason.CONNECTION_LOST),
                        Arguments.of("no RESP", Reaction.says("HTTP/1.1 400 Bad Request\r\n"), Reason.PROTOCOL_ERROR),
                        Arguments.of("another id", answer("OK", "other"), Reason.PROTOCOL_ERROR),
                        Arguments.of("a number", Reaction.says(":1\r\n"), Reason.PROTOCOL_ERROR),
                        Arguments.of("one word", Reaction.says("+OK\r\n"), Reason.PROTOCOL_ERROR),
                        Arguments.of("nothing", Reaction.says("_\r\n"), Reason.PROTOCOL_ERROR))
                .flatMap(row -> Stream.of(row, executed(row)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void isInDoubtIsSentOnceAndTheLinkIsOpenedAnew(String what, Reaction reaction, Reason reason) {
        redis.next(1, reaction);

        assertThat(place(once, "a")).isEqualTo(new Placement.InDoubt(Node.PRIMARY, reason));

        await().until(() -> redis.connections() >= 4 && link.state().isUp());
        assertThat(redis.attempts("a")).isOne();
        assertThat(redis.executions("a")).isEqualTo(reaction.executes() ? 1 : 0);
        assertThat(place(once, "a"))
                .isInstanceOf(reaction.executes() ? Placement.AlreadyPlaced.class : Placement.Placed.class);
        assertThat(redis.executions("a")).isOne();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void isAskedAgainByTheGuardAndEndsUpThereOnceAtMost(String what, Reaction reaction, Reason reason) {
        redis.next(1, reaction);

        Placement placement = place(guarded(once), "a");

        assertThat(placement).isInstanceOfAny(Placement.Placed.class, Placement.InDoubt.class);
        assertThat(redis.attempts("a")).isBetween(1, 5);
        if (placement instanceof Placement.Placed || reaction.executes()) {
            assertThat(redis.executions("a")).isOne();
        }
    }

    @ParameterizedTest
    @MethodSource("endings")
    void twentyInFlightAreInDoubtAndNoneIsSentTwice(Reaction last) {
        bearSilenceForLong();
        int before = redis.connections();
        redis.next(19, last.executes() ? Reaction.silence().executed() : Reaction.silence());
        redis.next(1, last);

        List<Placement> placements = placeTwenty();

        assertThat(placements).hasSize(20).containsOnly(new Placement.InDoubt(Node.PRIMARY, Reason.CONNECTION_LOST));
        await().until(() -> redis.connections() >= before + 2 && link.state().isUp());
        for (int i = 0; i < 20; i++) {
            assertThat(redis.attempts("j" + i)).isOne();
            assertThat(redis.executions("j" + i)).isEqualTo(last.executes() ? 1 : 0);
        }
    }

    static Stream<Reaction> endings() {
        return Stream.of(Ending.FIN, Ending.RST)
                .map(Reaction.silence()::then)
                .flatMap(last -> Stream.of(last, last.executed()));
    }

    @Test
    void anAnswerThatComesTooLateIsAskedForAgain() {
        redis.next(1, Reaction.truth().then(Ending.LATE));

        assertThat(place(askedForLong(queue(Duration.ofMillis(400))), "a")).isInstanceOf(Placement.Placed.class);

        assertThat(redis.attempts("a")).isEqualTo(2);
        assertThat(redis.executions("a")).isOne();
    }

    @Test
    void aRefusalThatComesTooLateIsAskedForAgain() {
        redis.next(1, answer("EXPIRED", "a").then(Ending.LATE));

        assertThat(place(askedForLong(queue(Duration.ofMillis(400))), "a")).isInstanceOf(Placement.Placed.class);

        assertThat(redis.attempts("a")).isEqualTo(2);
        assertThat(redis.executions("a")).isOne();
    }

    @ParameterizedTest
    @MethodSource("silences")
    void anAnswerThatNeverComesLeavesTheDoubt(Reaction silence) {
        bearSilenceForLong();
        redis.next(1, silence);

        assertThat(place(guarded(queue(Duration.ofMillis(400))), "a"))
                .isEqualTo(new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY));

        assertThat(redis.attempts("a")).isOne();
        assertThat(redis.executions("a")).isEqualTo(silence.executes() ? 1 : 0);
    }

    static Stream<Reaction> silences() {
        Reaction silence = Reaction.silence().then(Ending.MUTE);
        return Stream.of(silence, silence.executed());
    }

    @Test
    void aLaterErrorDoesNotEndTheDoubt() {
        redis.next(1, answer("OK", "a").then(Ending.LATE));
        redis.next(1, Reaction.error("OOM x"));

        // A third attempt is placed, where time is left for it; the second ends nothing.
        assertThat(place(guarded(queue(Duration.ofMillis(400))), "a"))
                .isInstanceOfAny(Placement.InDoubt.class, Placement.Placed.class);
    }

    /** So that the link is not replaced because the test itself is slow. */
    private void bearSilenceForLong() {
        link.close();
        connect(TestLinks.links(Duration.ofSeconds(20)));
    }

    private List<Placement> placeTwenty() {
        ExecutorService callers = Executors.newFixedThreadPool(20);
        try {
            List<CompletableFuture<Placement>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String id = "j" + i;
                calls.add(CompletableFuture.supplyAsync(() -> place(once, id), callers));
            }
            return calls.stream().map(CompletableFuture::join).toList();
        } finally {
            callers.shutdownNow();
        }
    }

    private static Arguments executed(Arguments row) {
        return Arguments.of(row.get()[0] + ", executed", ((Reaction) row.get()[1]).executed(), row.get()[2]);
    }

    private static Reaction halfAReply(Ending ending) {
        return Reaction.says("*2\r\n$2\r\nOK\r\n$1").then(ending);
    }

    private static Reaction answer(String code, String id) {
        return Reaction.says("*2\r\n$" + code.length() + "\r\n" + code + "\r\n$" + id.length() + "\r\n" + id + "\r\n");
    }

    private JobQueue queue(Duration attempt) {
        return new RedisJobRepository(node, () -> false, attempt);
    }

    private static JobQueue guarded(JobQueue queue) {
        return TestGuards.guard().around(Node.PRIMARY, queue);
    }

    /** The second question may come late, and is not left out for that. */
    private static JobQueue askedForLong(JobQueue queue) {
        return TestGuards.guard(Duration.ofSeconds(10)).around(Node.PRIMARY, queue);
    }

    private static Placement place(JobQueue queue, String id) {
        return queue.place(List.of(job(id)), Deadline.in(Duration.ofSeconds(20), System::nanoTime))
                .get(0);
    }
}
