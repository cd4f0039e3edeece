package dev.holdfast.backup;

import dev.holdfast.testing.RedisServer;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.LinkedHashMap;
import java.util.Map;

/** Jobs in a Redis as RQ writes them, in every state. */
final class RqWrites {

    /** Bytes that are no text in any encoding. */
    static final byte[] DATA = {0x78, (byte) 0x9c, 0, (byte) 0xff, (byte) 0x80, '\n', '"', 0x7f};

    private final RedisServer redis;

    RqWrites(RedisServer redis) {
        this.redis = redis;
    }

    private RedisCommands<String, String> commands() {
        return redis.commands();
    }

    private void hash(String id, String queue, String status) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("created_at", "2026-11-24T14:43:54.604488Z");
        fields.put("origin", queue);
        fields.put("description", "tasks.add(1, 'ü')");
        fields.put("timeout", "180");
        fields.put("status", status);
        fields.put("worker_name", status.equals("started") ? "worker-1" : "");
        commands().hset("rq:job:" + id, fields);
        redis.byteCommands().hset(Latin.bytes("rq:job:" + id), Latin.bytes("data"), DATA);
    }

    void queued(String queue, String... ids) {
        commands().sadd("rq:queues", "rq:queue:" + queue);
        for (String id : ids) {
            hash(id, queue, "queued");
            commands().rpush("rq:queue:" + queue, id);
        }
    }

    void taken(String queue, String id) {
        hash(id, queue, "queued");
        commands().rpush("rq:queue:" + queue + ":intermediate", id);
    }

    void scheduled(String queue, String id, double due) {
        hash(id, queue, "scheduled");
        commands().zadd("rq:scheduled:" + queue, due, id);
    }

    /** As RQ 2 writes it: with the execution in the registry. */
    void started(String queue, String id) {
        hash(id, queue, "started");
        commands().zadd("rq:wip:" + queue, 1_900_000_000.0, id + ":0123456789abcdef");
    }

    /** As RQ 1 writes it. */
    void startedByOldWorker(String queue, String id) {
        hash(id, queue, "started");
        commands().zadd("rq:wip:" + queue, 1_900_000_000.0, id);
    }

    void deferred(String queue, String id, String... parents) {
        hash(id, queue, "deferred");
        commands().zadd("rq:deferred:" + queue, Double.POSITIVE_INFINITY, id);
        for (String parent : parents) {
            commands().sadd("rq:job:" + parent + ":dependents", id);
            commands().sadd("rq:job::" + id + ":dependencies", parent);
        }
    }

    void finished(String queue, String id, long secondsToLive) {
        ended("finished", queue, id, secondsToLive, "1");
    }

    void failed(String queue, String id, long secondsToLive) {
        ended("failed", queue, id, secondsToLive, "2");
    }

    private void ended(String status, String queue, String id, long secondsToLive, String type) {
        hash(id, queue, status);
        commands().zadd("rq:" + status + ":" + queue, 1_900_000_000.0, id);
        commands().xadd("rq:results:" + id, new XAddArgs().id("1700000000000-0"), "type", type, "worker_name", "w");
        commands().xadd("rq:results:" + id, new XAddArgs().id("1700000000001-3"), "type", "4");
        commands().expire("rq:job:" + id, secondsToLive);
        commands().expire("rq:results:" + id, secondsToLive);
    }

    void canceled(String queue, String id) {
        hash(id, queue, "canceled");
        commands().zadd("rq:canceled:" + queue, 1_700_000_000.0, id);
    }
}
