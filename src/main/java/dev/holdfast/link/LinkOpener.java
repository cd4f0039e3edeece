package dev.holdfast.link;

import dev.holdfast.job.Reason;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Opens links, and lets none out that has not been checked: loaded, a master, and taking writes. */
final class LinkOpener {

    /** A deadline that no rehearsal misses: the year 2286, in microseconds. */
    private static final byte[] FAR_AHEAD = "9999999999000000".getBytes(StandardCharsets.US_ASCII);

    private final RedisClient client;
    private final RedisURI uri;
    private final Script script;
    private final LinkProperties properties;
    private final LongSupplier nanoTime;
    private final Supplier<String> newDataset;
    private final Proof proof;
    private final Alarm alarm;

    LinkOpener(
            RedisClient client,
            RedisURI uri,
            Script script,
            LinkProperties properties,
            LongSupplier nanoTime,
            Supplier<String> newDataset,
            Proof proof,
            Alarm alarm) {
        this.client = client;
        this.uri = uri;
        this.script = script;
        this.properties = properties;
        this.nanoTime = nanoTime;
        this.newDataset = newDataset;
        this.proof = proof;
        this.alarm = alarm;
    }

    /** @throws LinkRefused if the node cannot be trusted with jobs now */
    OpenLink open() {
        // The address is resolved anew each time: a name that has moved is followed.
        StatefulRedisConnection<byte[], byte[]> proofs = connect();
        try {
            NodeFacts facts = checked(proofs.async());
            return new OpenLink(connect(), proofs, script, facts, nanoTime, alarm::ring);
        } catch (LinkRefused refused) {
            OpenLink.closeSoon(proofs);
            throw refused;
        }
    }

    private StatefulRedisConnection<byte[], byte[]> connect() {
        Duration limit = properties.connectLimit().plus(properties.commandLimit());
        ConnectionFuture<StatefulRedisConnection<byte[], byte[]>> connection =
                client.connectAsync(ByteArrayCodec.INSTANCE, uri);
        try {
            return Awaited.within(limit, connection);
        } catch (LinkRefused refused) {
            // It may still come, when nobody waits for it any more.
            CompletionStage<Void> unused = connection.thenAccept(OpenLink::closeSoon);
            throw refused;
        }
    }

    private NodeFacts checked(RedisAsyncCommands<byte[], byte[]> redis) {
        String info = unlessDenied(() -> Awaited.within(properties.commandLimit(), redis.info()), "");
        if (field(info, "loading").equals("1")) {
            throw new LinkRefused(Reason.LOADING, "the node is loading its data");
        }
        if (field(info, "role").equals("slave")) {
            throw new LinkRefused(Reason.READONLY, "the node is a replica");
        }
        // Only saves a round trip later: a node that may not load scripts gets the whole script with the first call.
        unlessDenied(() -> Awaited.within(properties.commandLimit(), redis.scriptLoad(script.text())), "");
        long offset = proof.take(redis, properties.commandLimit());
        rehearse(redis);
        return new NodeFacts(field(info, "run_id"), field(info, "redis_version"), dataset(redis), offset);
    }

    /** Finds out what this user may not do before a job does, when half of it might be done. */
    private void rehearse(RedisAsyncCommands<byte[], byte[]> redis) {
        byte[] text = script.text().getBytes(StandardCharsets.UTF_8);
        for (ScriptCall rehearsal : script.rehearsals().apply(proof.key())) {
            byte[][] keys = rehearsal.keys().toArray(byte[][]::new);
            List<byte[]> arguments = new ArrayList<>(rehearsal.arguments());
            arguments.add(0, FAR_AHEAD);
            RedisFuture<Long> cleared = redis.del(keys);
            RedisFuture<List<byte[]>> answer =
                    redis.eval(text, ScriptOutputType.MULTI, keys, arguments.toArray(byte[][]::new));
            Awaited.within(properties.commandLimit(), cleared);
            List<byte[]> code = Awaited.within(properties.commandLimit(), answer);
            Awaited.within(properties.commandLimit(), redis.del(keys));
            if (!new String(code.get(0), StandardCharsets.US_ASCII).equals("OK")) {
                throw new LinkRefused(Reason.SCRIPT_ERROR, "the script does not answer a rehearsal with OK");
            }
        }
    }

    private String dataset(RedisAsyncCommands<byte[], byte[]> redis) {
        byte[] key = "holdfast:node".getBytes(StandardCharsets.US_ASCII);
        byte[] value = newDataset.get().getBytes(StandardCharsets.US_ASCII);
        Awaited.within(properties.commandLimit(), redis.setnx(key, value));
        return new String(Awaited.within(properties.commandLimit(), redis.get(key)), StandardCharsets.US_ASCII);
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
