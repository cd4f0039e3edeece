package dev.holdfast.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.job.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueReportTests {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void bothNodesAreSummedUp() {
        JsonNode all = json(new QueueReport(List.of(
                        counted(
                                Node.PRIMARY,
                                NOW,
                                List.of(queue("mail", 3, NOW.minusSeconds(60), true), queue("letters", 0, null, false)),
                                List.of(worker("one", "mail", "letters"), worker("two", "letters"), dead("three"))),
                        counted(
                                Node.STANDBY,
                                NOW.plusMillis(300),
                                List.of(queue("mail", 2, NOW.minusSeconds(120), false)),
                                List.of())))
                .all());

        assertThat(all).hasToString("""
                        {"as_of":"2026-11-24T10:00:00Z","complete":true,"nodes":[\
                        {"node":"primary","answered":true,"suspended":false,"workers":{"registered":3,"alive":2}},\
                        {"node":"standby","answered":true,"suspended":false,"workers":{"registered":0,"alive":0}}],\
                        "queues":[{"queue":"letters","depth":0,"scheduled":6,"due":1,"deferred":2,"started":4,\
                        "abandoned":1,"failed":3,"finished":5,"scheduler":false,"workers":2},\
                        {"queue":"mail","depth":5,"oldest_enqueued_at":"2026-11-24T09:58:00Z","oldest_s":120,\
                        "scheduled":12,"due":2,"deferred":4,"started":8,"abandoned":2,"failed":6,"finished":10,\
                        "scheduler":true,"workers":1}]}""");
    }

    @Test
    void oneQueueIsToldWithTheShareOfEachNode() {
        QueueReport report = new QueueReport(List.of(
                counted(Node.PRIMARY, NOW, List.of(queue("mail", 3, NOW.minusSeconds(60), true)), List.of()),
                // A worker listens there, and nobody has ever put a job.
                counted(Node.STANDBY, NOW, List.of(), List.of(worker("one", "mail")))));

        assertThat(json(report.one("mail").orElseThrow())).hasToString("""
                        {"as_of":"2026-11-24T10:00:00Z","queue":"mail","depth":3,\
                        "oldest_enqueued_at":"2026-11-24T09:59:00Z","oldest_s":60,"scheduled":6,"due":1,"deferred":2,\
                        "started":4,"abandoned":1,"failed":3,"finished":5,"scheduler":true,"workers":1,"nodes":[\
                        {"node":"primary","answered":true,"suspended":false,"depth":3,\
                        "oldest_enqueued_at":"2026-11-24T09:59:00Z","oldest_s":60,"scheduled":6,"due":1,"deferred":2,\
                        "started":4,"abandoned":1,"failed":3,"finished":5,"scheduler":true,"workers":0},\
                        {"node":"standby","answered":true,"suspended":false,"depth":0,"scheduled":0,"due":0,\
                        "deferred":0,"started":0,"abandoned":0,"failed":0,"finished":0,"scheduler":false,"workers":1}]}""");
    }

    @Test
    void aQueueThatOnlyAWorkerNamesIsNone() {
        assertThat(new QueueReport(List.of(counted(Node.PRIMARY, NOW, List.of(), List.of(worker("one", "mail")))))
                        .one("mail"))
                .isEmpty();
    }

    @Test
    void aNodeThatSaidNothingAddsNothing() {
        JsonNode mail = json(new QueueReport(List.of(
                        new Count.NotCounted(Node.PRIMARY, "no_reply"),
                        counted(Node.STANDBY, NOW, List.of(queue("mail", 3, null, false)), List.of())))
                .one("mail")
                .orElseThrow());

        assertThat(mail.get("depth").asInt()).isEqualTo(3);
        assertThat(mail.get("nodes").get(0))
                .hasToString("{\"node\":\"primary\",\"answered\":false,\"reason\":\"no_reply\"}");
    }

    @Test
    void aClockThatIsBehindGivesNoNegativeAge() {
        JsonNode mail = json(new QueueReport(List.of(
                        counted(Node.PRIMARY, NOW, List.of(queue("mail", 1, NOW.plusSeconds(5), false)), List.of())))
                .one("mail")
                .orElseThrow());

        assertThat(mail.get("oldest_s").asLong()).isZero();
    }

    @Test
    void namesThatThisServiceWouldRefuseAreListedInTheirOrder() {
        JsonNode queues = json(new QueueReport(List.of(counted(
                                Node.PRIMARY,
                                NOW,
                                List.of(
                                        queue("high priority", 0, null, false),
                                        queue("", 0, null, false),
                                        queue("Mail", 0, null, false)),
                                List.of())))
                        .all())
                .get("queues");

        assertThat(queues)
                .extracting(queue -> queue.get("queue").asText())
                .containsExactly("", "Mail", "high priority");
    }

    private static Count counted(Node node, Instant at, List<Census.Queue> queues, List<Census.Worker> workers) {
        return new Count.Counted(node, new Census(at, queues, workers, false, true));
    }

    private static Census.Queue queue(String name, long depth, Instant oldest, boolean scheduler) {
        return new Census.Queue(name, depth, Optional.ofNullable(oldest), 6, 1, 2, 4, 1, 3, 5, scheduler);
    }

    private static Census.Worker worker(String name, String... queues) {
        return new Census.Worker(name, List.of(queues), "idle", Optional.of(NOW), Optional.empty());
    }

    private static Census.Worker dead(String name) {
        return new Census.Worker(name, List.of(), "", Optional.empty(), Optional.empty());
    }

    private static JsonNode json(Map<String, Object> members) {
        return new ObjectMapper().valueToTree(members);
    }
}
