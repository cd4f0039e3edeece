package dev.holdfast.link;

import dev.holdfast.job.Reason;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a node must pass before it is trusted with jobs: loaded, a master, taking writes, and allowing the scripts. */
final class NodeCheck {

    /** A deadline that no rehearsal misses: the year 2286, in microseconds. */
    private static final byte[] FAR_AHEAD = "9999999999000000".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] DATASET = "holdfast:node".getBytes(StandardCharsets.US_ASCII);

    private final List<Script> scripts;
    private final Proof proof;
    private final Supplier<String> newDataset;
    private final Duration limit;

    /** @param limit how long each command may take */
    NodeCheck(List<Script> scripts, Proof proof, Supplier<String> newDataset, Duration limit) {
        this.scripts = List.copyOf(scripts);
        this.proof = proof;
        this.newDataset = newDataset;
        this.limit = limit;
    }

    /** @throws LinkRefused if the node cannot be trusted with jobs now */
    NodeFacts pass(RedisAsyncCommands<byte[], byte[]> redis) {
        String info = unlessDenied(() -> Awaited.within(limit, redis.info()), "");
        if (field(info, "loading").equals("1")) {
            throw new LinkRefused(Reason.LOADING, "the node is loading its data");
        }
        if (field(info, "role").equals("slave")) {
            throw LinkRefused.replica(datasetOfReplica(redis));
        }
        // Only saves a round trip later: a node that may not load scripts gets the whole script with the first call.
        for (Script script : scripts) {
            unlessDenied(() -> Awaited.within(limit, redis.scriptLoad(script.text())), "");
        }
        long offset = proof.take(redis, limit);
        for (Script script : scripts) {
            rehearse(script, redis);
        }
        return new NodeFacts(field(info, "run_id"), field(info, "redis_version"), dataset(redis), offset);
    }

    /** Finds out what this user may not do before a job does, when half of it might be done. */
    private void rehearse(Script script, RedisAsyncCommands<byte[], byte[]> redis) {
        for (ScriptCall rehearsal : script.rehearsals(proof.key())) {
            byte[][] keys = rehearsal.keys().toArray(byte[][]::new);
            List<byte[]> arguments = new ArrayList<>(rehearsal.arguments());
            arguments.add(0, FAR_AHEAD);
            RedisFuture<Long> cleared = redis.del(keys);
            RedisFuture<List<byte[]>> answer =
                    redis.eval(script.text(), ScriptOutputType.MULTI, keys, arguments.toArray(byte[][]::new));
            Awaited.within(limit, cleared);
            List<byte[]> code = Awaited.within(limit, answer);
            Awaited.within(limit, redis.del(keys));
            if (!new String(code.get(0), StandardCharsets.US_ASCII).equals("OK")) {
                throw new LinkRefused(Reason.SCRIPT_ERROR, "a script does not answer a rehearsal with OK");
            }
        }
    }

    private String dataset(RedisAsyncCommands<byte[], byte[]> redis) {
        byte[] value = newDataset.get().getBytes(StandardCharsets.US_ASCII);
        Awaited.within(limit, redis.setnx(DATASET, value));
        return new String(Awaited.within(limit, redis.get(DATASET)), StandardCharsets.US_ASCII);
    }

    /** What a replica has copied so far; empty if nothing, or if it does not say. */
    private String datasetOfReplica(RedisAsyncCommands<byte[], byte[]> redis) {
        try {
            byte @Nullable [] value = Awaited.within(limit, redis.get(DATASET));
            return value == null ? "" : new String(value, StandardCharsets.US_ASCII);
        } catch (LinkRefused silent) {
            return "";
        }
    }

    private static String unlessDenied(Supplier<String> call, String denied) {
        try {
            return call.get();
        } catch (LinkRefused refused) {
            if (refused.reason() == Reason.NOPERM) {
                return denied;
            }
            throw refused;
        }
    }

    private static String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
