package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.guard.Guard;
import dev.holdfast.guard.TestGuards;
import dev.holdfast.webhook.Tally.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters on their way to real receivers, by the loop's own threads. */
class CourierLoopTests {

    private static final SigningKey KEY =
            SigningKey.parse("whsec_" + Base64.getEncoder().encodeToString(new byte[32]));

    /** Of an attempt; what a slow machine delivers within it is not sent twice. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Guard guard = TestGuards.guard();
    private final Tally tally = new Tally();
    private final Receiver receiver = new Receiver();
    private final Receiver other = new Receiver();

    @TempDir
    private Path directory;

    @AfterEach
    void end() {
        receiver.close();
        other.close();
    }

    @Test
    void deliversThroughEveryKindOfFailureInOrderAndOnce() {
        receiver.then(
                Receiver.answers(500),
                Receiver.closesEarly(),
                Receiver.hangs(),
                Receiver.answers(302, "Location: http://127.0.0.1:" + other.port() + "/"),
                Receiver.answers(429, "Retry-After: 0"),
                Receiver.answersSlowlyForEver(),
                Receiver.answers(404),
                Receiver.talksForEver(200));
        Run run = start(receiver);
        run.tell("a", "b", "c");

        await().atMost(Duration.ofSeconds(60)).until(() -> tally.of(Outcome.DELIVERED) == 3);
        run.stop();

        assertThat(receiver.bodies())
                .hasSize(10)
                .startsWith("a", "a", "a", "a", "a", "a", "a", "a")
                .endsWith("b", "c");
        assertThat(receiver.received())
                .extracting(request -> request.header("webhook-id"))
                .startsWith("a", "a");
        assertThat(tally.of(Outcome.FAILED)).isEqualTo(7);
        assertThat(other.received()).isEmpty();
    }

    @Test
    void oneThatHangsHoldsUpNoOther() {
        receiver.then(Receiver.hangs(), Receiver.hangs(), Receiver.hangs());
        Run run = start(receiver, other);
        run.tell("a");

        await().until(() -> other.bodies().equals(List.of("a")));
        run.stop();
    }

    @Test
    void aRestartInTheMiddleLosesNothing() {
        receiver.then(Receiver.answers(204), Receiver.hangs());
        Run before = start(receiver);
        before.tell("a", "b", "c");
        await().until(() -> receiver.bodies().equals(List.of("a", "b")));

        before.stop();
        assertThat(receiver.bodies()).containsExactly("a", "b");

        Run after = start(receiver);
        after.tell("d");
        await().until(() -> receiver.bodies().equals(List.of("a", "b", "b", "c", "d")));
        after.stop();
        assertThat(tally.of(Outcome.DELIVERED)).isEqualTo(4);
    }

    @Test
    void whoHasHungUpIsToldAfterARestart() {
        int port = receiver.port();
        receiver.close();
        Run before = start(receiver);
        before.tell(IntStream.range(0, 20).mapToObj(n -> "n" + n).toArray(String[]::new));
        await().until(() -> tally.of(Outcome.FAILED) > 0);
        before.stop();

        try (Receiver back = new Receiver(port)) {
            Run after = start(back);
            await().until(() -> back.bodies().size() == 20);
            after.stop();
            assertThat(back.bodies()).startsWith("n0", "n1", "n2").endsWith("n18", "n19");
        }
    }

    @Test
    void stopsThoughAReceiverHangs() {
        receiver.then(Receiver.hangs());
        Run run = start(receiver);
        run.tell("a");
        await().until(() -> receiver.bodies().size() == 1);

        run.stop();

        assertThat(run.loop().isRunning()).isFalse();
    }

    private Run start(Receiver... receivers) {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1);
        List<WebhookClient> clients = IntStream.range(0, receivers.length)
                .mapToObj(index -> new WebhookClient(
                        receivers[index].webhook(),
                        KEY,
                        new CheckedAddresses(new Literals(new InMemoryDnsResolver()), true, false),
                        LIMIT,
                        LIMIT,
                        alarms))
                .toList();
        List<Courier> couriers = IntStream.range(0, receivers.length)
                .mapToObj(index -> new Courier(
                        receivers[index].webhook(),
                        new Outbox(directory.resolve(receivers[index].webhook().key()), new ObjectMapper()),
                        letter -> guard.once("webhook-" + index, "post", () -> {
                            clients.get(index).post(letter, Instant.now());
                            return letter;
                        }),
                        guard.waits(Duration.ofMillis(20), Duration.ofMillis(50)),
                        tally,
                        InstantSource.system(),
                        System::nanoTime))
                .toList();
        Receivers all = new Receivers(couriers, clients, alarms);
        CourierLoop loop = new CourierLoop(couriers, all::hangUp);
        loop.start();
        return new Run(all, loop);
    }

    /** One run of the service. */
    private record Run(Receivers receivers, CourierLoop loop) {

        void tell(String... ids) {
            for (String id : ids) {
                receivers.tell(new Letter(id, Instant.now(), id));
            }
        }

        void stop() {
            loop.stop();
        }
    }
}
