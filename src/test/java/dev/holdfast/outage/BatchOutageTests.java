package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testing.BatchStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis fails while a batch of a thousand lines is on its way: each job is answered once, and the answer is true. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class BatchOutageTests {

    @RegisterExtension
    static final Pair PAIR = Pair.direct();

    private static final int CHUNK = 100;

    private final ObjectMapper json = new ObjectMapper();
    private final History history = new History();
    private final String prefix = UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void recover() {
        PAIR.recover();
    }

    @Test
    void thePrimaryIsKilledWithinABatch() throws IOException {
        sendThousand(PAIR.primary()::kill);

        PAIR.verdictOn(history).mustHoldWithoutErrors();
        assertThat(history.promises()).isEqualTo(1_000);
        assertThat(history.promisesOf("standby")).isPositive();
    }

    @Test
    void thePrimaryFreezesWithinABatch() throws IOException {
        sendThousand(PAIR.primary()::freeze);

        PAIR.verdictOn(history).mustHoldWithoutErrors();
        assertThat(history.promises()).isEqualTo(1_000);
    }

    @Test
    void bothAreKilledWithinABatch() throws IOException {
        sendThousand(() -> {
            PAIR.primary().kill();
            PAIR.standby().kill();
        });

        assertThat(history.promisesOf("disk")).isPositive();
        PAIR.verdictOn(history).mustHoldWithoutErrors();
        assertThat(history.promises()).isEqualTo(1_000);
    }

    @Test
    void aBatchThatIsSentAgainAfterwardsPlacesNothing() throws IOException {
        List<Submission> jobs = sendThousand(PAIR.primary()::kill);
        PAIR.heal();
        PAIR.awaitQuiet();

        try (BatchStream stream = open()) {
            for (int from = 0; from < jobs.size(); from += CHUNK) {
                send(stream, jobs.subList(from, from + CHUNK), from, () -> {});
            }
        }

        PAIR.verdictOn(history).mustHoldWithoutErrors();
        assertThat(jobs)
                .allSatisfy(job -> assertThat(job.answers().get(1).replayed()).isTrue());
    }

    /** A thousand jobs, and the fault once the fourth hundred is on its way. */
    private List<Submission> sendThousand(Runnable fault) throws IOException {
        List<Submission> jobs = IntStream.range(0, 1_000)
                .mapToObj(number -> new Submission(prefix, number, number % 2 == 0 ? Habit.KEY : Habit.OWN_ID))
                .toList();
        try (BatchStream stream = open()) {
            for (int from = 0; from < jobs.size(); from += CHUNK) {
                send(stream, jobs.subList(from, from + CHUNK), from, from == 3 * CHUNK ? fault : () -> {});
            }
            stream.end();
            assertThat(stream.hasEnded()).isTrue();
        }
        jobs.forEach(history::add);
        return jobs;
    }

    private void send(BatchStream stream, List<Submission> chunk, int from, Runnable fault) throws IOException {
        stream.send(chunk.stream().map(BatchOutageTests::line).collect(Collectors.joining()));
        long start = System.nanoTime();
        fault.run();
        List<JsonNode> outcomes = new ArrayList<>();
        for (String outcome : stream.outcomes(chunk.size())) {
            outcomes.add(json.readTree(outcome));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        for (int i = 0; i < chunk.size(); i++) {
            JsonNode outcome = outcomes.get(i);
            assertThat(outcome.path("index").asInt()).isEqualTo(from + i);
            boolean replayed = outcome.path("replayed").asBoolean();
            chunk.get(i).answered(Answer.of(outcome.path("http_status").asInt(), outcome, replayed, took));
        }
    }

    private static String line(Submission job) {
        String body = job.body();
        String key = job.key();
        return (key.isEmpty() ? body : body.replaceFirst("}$", ", \"idempotency_key\": \"" + key + "\"}")) + "\n";
    }

    private static BatchStream open() throws IOException {
        return new BatchStream(PAIR.house().address("/").getPort());
    }
}
