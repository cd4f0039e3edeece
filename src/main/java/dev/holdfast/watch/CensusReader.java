package dev.holdfast.watch;

import dev.holdfast.link.AnyCommand;
import dev.holdfast.rq.QueueKeys;
import dev.holdfast.rq.RqKeys;
import dev.holdfast.rq.RqTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

/** Counts what RQ has, in pipelines of a bounded size: other clients of that Redis are served between them. */
final class CensusReader {

    private static final int PIPELINE = 500;
    private static final int QUESTIONS_OF_A_QUEUE = 10;
    private static final int QUESTIONS_OF_A_WORKER = 1;
    private static final byte[] ENQUEUED_AT = bytes("enqueued_at");
    private static final byte[][] WORKER = {
        bytes("queues"), bytes("state"), bytes("last_heartbeat"), bytes("version"), bytes("death")
    };

    private final RedisConnection redis;
    private final Instant now;

    CensusReader(RedisConnection redis, Instant now) {
        this.redis = redis;
        this.now = now;
    }

    Census read() {
        List<String> queueKeys = members(RqKeys.queues());
        List<String> workerKeys = members(RqKeys.workers());
        boolean suspended = Boolean.TRUE.equals(redis.keyCommands().exists(bytes(RqKeys.suspended())));
        return new Census(
                now,
                queues(bounded(queueKeys).stream().map(QueueKeys::ofKey).toList()),
                workers(bounded(workerKeys)),
                suspended,
                queueKeys.size() <= Census.MOST && workerKeys.size() <= Census.MOST);
    }

    private List<Census.Queue> queues(List<QueueKeys> keys) {
        List<List<@Nullable Object>> answers = ask(keys, QUESTIONS_OF_A_QUEUE, this::askAbout);
        List<byte[]> heads = answers.stream()
                .map(answer -> answer.get(1))
                .filter(byte[].class::isInstance)
                .map(byte[].class::cast)
                .toList();
        List<List<@Nullable Object>> since =
                ask(heads, 1, head -> redis.hashCommands().hGet(joined(bytes(RqKeys.JOB), head), ENQUEUED_AT));
        List<Census.Queue> queues = new ArrayList<>();
        int seen = 0;
        for (int i = 0; i < keys.size(); i++) {
            List<@Nullable Object> answer = answers.get(i);
            Optional<Instant> oldest = answer.get(1) == null
                    ? Optional.empty()
                    : time(since.get(seen++).get(0));
            queues.add(queue(keys.get(i), answer, oldest));
        }
        return queues;
    }

    private void askAbout(QueueKeys queue) {
        byte[] waiting = bytes(queue.waiting());
        redis.listCommands().lLen(waiting);
        redis.listCommands().lIndex(waiting, 0);
        redis.zSetCommands().zCard(bytes(queue.scheduled()));
        redis.zSetCommands().zCount(bytes(queue.scheduled()), 0, (double) now.getEpochSecond());
        redis.zSetCommands().zCard(bytes(queue.deferred()));
        redis.zSetCommands().zCard(bytes(queue.started()));
        redis.zSetCommands().zCount(bytes(queue.started()), 0, (double) now.getEpochSecond());
        redis.zSetCommands().zCard(bytes(queue.failed()));
        redis.zSetCommands().zCard(bytes(queue.finished()));
        redis.keyCommands().exists(bytes(queue.schedulerLock()));
    }

    private static Census.Queue queue(QueueKeys queue, List<@Nullable Object> answer, Optional<Instant> oldest) {
        return new Census.Queue(
                queue.name(),
                count(answer.get(0)),
                oldest,
                count(answer.get(2)),
                count(answer.get(3)),
                count(answer.get(4)),
                count(answer.get(5)),
                count(answer.get(6)),
                count(answer.get(7)),
                count(answer.get(8)),
                Boolean.TRUE.equals(answer.get(9)));
    }

    private List<Census.Worker> workers(List<String> keys) {
        List<List<@Nullable Object>> answers =
                ask(keys, QUESTIONS_OF_A_WORKER, key -> redis.hashCommands().hMGet(bytes(key), WORKER));
        List<Census.Worker> workers = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            workers.add(worker(keys.get(i), (List<?>) answers.get(i).get(0)));
        }
        return workers;
    }

    private static Census.Worker worker(String key, @Nullable List<?> fields) {
        Optional<String> queues =
                text(fields, 0).filter(listed -> text(fields, 4).isEmpty());
        return new Census.Worker(
                key.startsWith(RqKeys.WORKER) ? key.substring(RqKeys.WORKER.length()) : key,
                queues.map(listed -> List.of(listed.split(","))).orElse(List.of()),
                text(fields, 1).orElse(""),
                text(fields, 2).map(RqTime::parse),
                text(fields, 3));
    }

    /** Asks the same of each, and tells the answers of each. */
    private <T> List<List<@Nullable Object>> ask(List<T> all, int questions, Consumer<T> question) {
        List<List<@Nullable Object>> answers = new ArrayList<>();
        int each = PIPELINE / questions;
        for (int from = 0; from < all.size(); from += each) {
            List<T> some = all.subList(from, Math.min(all.size(), from + each));
            redis.openPipeline();
            some.forEach(question);
            // Typed anew, because some answers are null, which Spring Data does not say.
            List<@Nullable Object> said = new ArrayList<>(redis.closePipeline());
            for (int i = 0; i < some.size(); i++) {
                answers.add(said.subList(i * questions, (i + 1) * questions));
            }
        }
        return answers;
    }

    /** One more than is looked at, if there are more; in the order of their names. */
    private List<String> members(String set) {
        Set<String> members = new TreeSet<>();
        String cursor = "0";
        do {
            // Spring Data's own way of scanning closes the connection when the user may not scan.
            List<?> page = AnyCommand.send(redis, "SSCAN", set, cursor, "COUNT", Integer.toString(Census.MOST + 1));
            cursor = string(page.get(0));
            ((List<?>) page.get(1)).forEach(member -> members.add(string(member)));
        } while (members.size() <= Census.MOST && !cursor.equals("0"));
        return List.copyOf(members);
    }

    private static String string(@Nullable Object value) {
        return value instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : "0";
    }

    private static List<String> bounded(List<String> keys) {
        return keys.subList(0, Math.min(keys.size(), Census.MOST));
    }

    private static long count(@Nullable Object answer) {
        return answer instanceof Long number ? number : 0;
    }

    private static Optional<Instant> time(@Nullable Object answer) {
        return answer instanceof byte[] text
                ? Optional.ofNullable(RqTime.parse(new String(text, StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private static Optional<String> text(@Nullable List<?> fields, int index) {
        return fields != null && fields.get(index) instanceof byte[] value && value.length > 0
                ? Optional.of(new String(value, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
