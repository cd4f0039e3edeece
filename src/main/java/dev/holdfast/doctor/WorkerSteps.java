package dev.holdfast.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.rq.QueueKeys;
import dev.holdfast.rq.ResultReader;
import dev.holdfast.rq.RqKeys;
import dev.holdfast.rq.Serializer;
import dev.holdfast.rq.StoredCall;
import dev.holdfast.rq.StoredJob;
import dev.holdfast.rq.StoredResult;
import dev.holdfast.watch.Census;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.stream.ByteRecord;

/** Reads what the checks of workers need: a count of everything, and a look at a few jobs. */
final class WorkerSteps {

    static final int QUEUES = 20;
    static final int JOBS = 10;
    /** A longer call is left out: a look must not move megabytes. */
    private static final long LONGEST = 64 * 1024;

    private static final List<String> FIELDS = List.of("data", "ttl", "retry_intervals", "exc_info");
    private static final byte[][] NAMES =
            FIELDS.stream().map(WorkerSteps::bytes).toArray(byte[][]::new);
    private static final ResultReader RESULTS = new ResultReader(new ObjectMapper());
    private static final List<String> UNREAD =
            List.of("UnpicklingError", "JSONDecodeError", "UnicodeDecodeError", "DeserializationError");

    private WorkerSteps() {}

    static Seen<Census> census(RedisConnection redis, Instant now) {
        return Seen.of(Census.read(redis, now));
    }

    /** Some of the jobs that wait or have failed, in those queues that have most of them. */
    static Seen<List<JobSample>> jobs(RedisConnection redis) {
        Census census = Census.read(redis, Instant.EPOCH);
        return Seen.of(census.queues().stream()
                .filter(queue -> queue.depth() + queue.failed() > 0)
                .sorted(Comparator.comparingLong((Census.Queue queue) -> queue.depth() + queue.failed())
                        .reversed())
                .limit(QUEUES)
                .map(queue -> sample(redis, queue.name()))
                .toList());
    }

    private static JobSample sample(RedisConnection redis, String queue) {
        QueueKeys keys = new QueueKeys(queue);
        List<String> waiting = texts(redis.listCommands().lRange(bytes(keys.waiting()), 0, JOBS - 1L));
        List<String> failed = texts(redis.zSetCommands().zRevRange(bytes(keys.failed()), 0, JOBS - 1L));
        List<Map<String, byte[]>> ahead =
                waiting.stream().map(id -> fields(redis, id)).toList();
        List<Map<String, byte[]>> behind =
                failed.stream().map(id -> fields(redis, id)).toList();
        return new JobSample(
                queue,
                Stream.concat(ahead.stream(), behind.stream())
                        .map(job -> job.get("data"))
                        .flatMap(WorkerSteps::serializer)
                        .toList(),
                shortest(ahead),
                ahead.size(),
                (int) ahead.stream().filter(WorkerSteps::isPatient).count(),
                (int) Stream.concat(
                                behind.stream().map(job -> RESULTS.ofHash(job, Serializer.JSON)),
                                failed.stream().map(id -> newest(redis, id)))
                        .filter(WorkerSteps::isUnread)
                        .count());
    }

    private static Stream<Serializer> serializer(byte @Nullable [] data) {
        return data == null ? Stream.empty() : StoredCall.serializerOf(data).stream();
    }

    private static OptionalLong shortest(List<Map<String, byte[]>> jobs) {
        return jobs.stream()
                .map(job -> StoredJob.of(job).ttl())
                .flatMap(Stream::ofNullable)
                .mapToLong(ttl -> ttl)
                .filter(ttl -> ttl > 0)
                .min();
    }

    /** Whether it waits before it is tried again, which only a scheduler ends. */
    private static boolean isPatient(Map<String, byte[]> job) {
        byte[] intervals = job.get("retry_intervals");
        return intervals != null && new String(intervals, StandardCharsets.UTF_8).matches(".*[1-9].*");
    }

    private static boolean isUnread(@Nullable StoredResult result) {
        String error = result == null ? null : result.error();
        return error != null && UNREAD.stream().anyMatch(error::contains);
    }

    private static Map<String, byte[]> fields(RedisConnection redis, String id) {
        byte[] key = bytes(RqKeys.JOB + id);
        Long length = redis.hashCommands().hStrLen(key, NAMES[0]);
        boolean all = length == null || length <= LONGEST;
        byte[][] names = all ? NAMES : Arrays.copyOfRange(NAMES, 1, NAMES.length);
        List<byte[]> values = redis.hashCommands().hMGet(key, names);
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; values != null && i < values.size(); i++) {
            byte[] value = values.get(i);
            if (value != null) {
                fields.put(FIELDS.get(all ? i : i + 1), value);
            }
        }
        return fields;
    }

    private static @Nullable StoredResult newest(RedisConnection redis, String id) {
        List<ByteRecord> newest = redis.streamCommands()
                .xRevRange(
                        bytes("rq:results:" + id),
                        Range.unbounded(),
                        Limit.limit().count(1));
        if (newest == null || newest.isEmpty()) {
            return null;
        }
        Map<String, byte[]> named = new HashMap<>();
        newest.get(0).getValue().forEach((name, value) -> named.put(new String(name, StandardCharsets.UTF_8), value));
        return RESULTS.ofStream(newest.get(0).getId().getValue(), named, Serializer.JSON);
    }

    private static List<String> texts(@Nullable Collection<byte[]> ids) {
        List<String> texts = new ArrayList<>();
        if (ids != null) {
            ids.forEach(id -> texts.add(new String(id, StandardCharsets.UTF_8)));
        }
        return texts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
