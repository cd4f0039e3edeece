package dev.holdfast.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.testing.FakeRedis;
import dev.holdfast.testing.Reaction;
import dev.holdfast.testing.Reaction.Ending;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** When a link gives itself up though its node lives, and what becomes of the calls on it. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("thorough")
class DistrustTests {

    private static final Script SCRIPT = new Script("return {'OK', ARGV[2]}", key -> List.of());
    private static final Reply LOST = new Reply.Lost(Reason.CONNECTION_LOST);
    private static final Reply UNBELIEVED = new Reply.Lost(Reason.PROTOCOL_ERROR);

    private final FakeRedis redis = new FakeRedis();
    private final CountDownLatch release = new CountDownLatch(1);
    private RedisLink link;

    @AfterEach
    void close() {
        release.countDown();
        link.close();
        redis.close();
    }

    @Test
    void anAnswerToAnotherCallEndsTheLinkAndAllThatIsOnIt(CapturedOutput log) {
        open(OpenLink::send);
        redis.next(1, Reaction.says("*2\r\n$2\r\nOK\r\n$5\r\nother\r\n").then(Ending.LATE));
        redis.next(1, Reaction.truth());
        redis.next(1, Reaction.silence());

        assertThat(call("a", "b", "c")).startsWith(UNBELIEVED).isSubsetOf(UNBELIEVED, LOST);

        awaitAnotherLink();
        assertThat(call("d")).hasExactlyElementsOfTypes(Reply.Answer.class);
        assertThat(log.getOut().lines().filter(line -> line.contains("answered what it was not asked,")))
                .hasSize(1);
        assertThat(log).contains("reason=protocol_error");
    }

    @Test
    void afterAnAnswerToAnotherCallAForgottenScriptIsNotSentAgain() {
        open(OpenLink::send);
        redis.next(1, Reaction.says("*2\r\n$2\r\nOK\r\n$5\r\nother\r\n").then(Ending.LATE));
        redis.next(
                1,
                Reaction.error("NOSCRIPT No matching script. Please use EVAL.").executed());

        assertThat(call("a", "b")).startsWith(UNBELIEVED).isSubsetOf(UNBELIEVED, LOST);
        assertThat(redis.attempts("b")).isOne();
    }

    @Test
    void aConnectionThatIsSilentWhileProofsPassIsReplaced() {
        open(OpenLink::send);
        redis.next(1, Reaction.silence().then(Ending.MUTE));

        assertThat(call("a")).containsExactly(LOST);

        awaitAnotherLink();
        assertThat(call("a")).hasExactlyElementsOfTypes(Reply.Answer.class);
    }

    @Test
    void aThreadThatDoesNotComeBackFromTheDriverIsLeftBehind(CapturedOutput log) {
        open(onlyAfterTheFirst(this::block));
        CompletableFuture<List<Reply>> stuck = CompletableFuture.supplyAsync(() -> call("a"));

        assertThat(stuck.join()).containsExactly(LOST);

        awaitAnotherLink();
        assertThat(call("b")).hasExactlyElementsOfTypes(Reply.Answer.class);
        assertThat(log).contains("a new thread sends now");
        assertThat(redis.attempts("a")).isZero();
    }

    @Test
    void whatWaitsBehindAStuckThreadIsAnsweredWithoutIt() {
        CountDownLatch inside = new CountDownLatch(1);
        open(onlyAfterTheFirst(() -> {
            inside.countDown();
            block();
        }));
        CompletableFuture<List<Reply>> stuck = CompletableFuture.supplyAsync(() -> call("a"));
        awaitAt(inside);

        assertThat(call("b")).hasExactlyElementsOfTypes(Reply.NotSent.class);
        assertThat(stuck.join()).containsExactly(LOST);
        assertThat(redis.attempts("b")).isZero();
    }

    @Test
    void closesThoughAThreadIsStuck() {
        CountDownLatch inside = new CountDownLatch(1);
        open(onlyAfterTheFirst(() -> {
            inside.countDown();
            block();
        }));
        CompletableFuture<List<Reply>> stuck = CompletableFuture.supplyAsync(() -> call("a"));
        awaitAt(inside);

        link.close();

        assertThat(release.getCount()).isOne();
        assertThat(stuck).isNotDone();
    }

    @Test
    void aBatchThatTheDriverThrowsBackIsInDoubtAndTheNextIsSent() {
        open(onlyAfterTheFirst(() -> {
            throw new IllegalStateException("thrown by the test");
        }));

        assertThat(call("a")).containsExactly(UNBELIEVED);
        assertThat(call("b")).hasExactlyElementsOfTypes(Reply.Answer.class);
    }

    private void open(BiConsumer<OpenLink, List<Call>> sending) {
        link = TestLinks.links(sending).open(Node.PRIMARY, RedisUrl.parse("test", redis.url()), List.of(SCRIPT));
        await().until(() -> link.state().isUp());
    }

    /** A link has two connections. */
    private void awaitAnotherLink() {
        await().until(() -> redis.connections() >= 4 && link.state().isUp());
    }

    private List<Reply> call(String... ids) {
        return link.call(
                Stream.of(ids).map(DistrustTests::placing).toList(),
                Deadline.in(Duration.ofSeconds(20), System::nanoTime));
    }

    private static ScriptCall placing(String id) {
        List<byte[]> keys = List.of(bytes("rq:job:" + id));
        return new ScriptCall(
                SCRIPT,
                keys,
                List.of(bytes(id), bytes("fingerprint")),
                parts -> new String(parts.get(1), StandardCharsets.UTF_8).equals(id));
    }

    private static BiConsumer<OpenLink, List<Call>> onlyAfterTheFirst(Runnable first) {
        CountDownLatch still = new CountDownLatch(1);
        return (open, calls) -> {
            if (still.getCount() > 0) {
                still.countDown();
                first.run();
            } else {
                open.send(calls);
            }
        };
    }

    private void block() {
        awaitAt(release);
    }

    private static void awaitAt(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
