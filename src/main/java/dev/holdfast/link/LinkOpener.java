package dev.holdfast.link;

import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Opens links, and lets none out that has not been checked. */
final class LinkOpener {

    private final RedisClient client;
    private final RedisURI uri;
    private final NodeCheck check;
    private final LinkProperties properties;
    private final LongSupplier nanoTime;
    private final Alarm alarm;

    LinkOpener(
            RedisClient client,
            RedisURI uri,
            NodeCheck check,
            LinkProperties properties,
            LongSupplier nanoTime,
            Alarm alarm) {
        this.client = client;
        this.uri = uri;
        this.check = check;
        this.properties = properties;
        this.nanoTime = nanoTime;
        this.alarm = alarm;
    }

    /** @throws LinkRefused if the node cannot be trusted with jobs now */
    OpenLink open() {
        // The address is resolved anew each time: a name that has moved is followed.
        StatefulRedisConnection<byte[], byte[]> proofs = connect();
        try {
            NodeFacts facts = check.pass(proofs.async());
            return new OpenLink(connect(), proofs, facts, nanoTime, alarm::ring);
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
}
