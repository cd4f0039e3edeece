package dev.holdfast.link;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.function.LongSupplier;

/** Opens links, and lets none out that has not been checked. */
final class LinkOpener {

    private final RedisClient client;
    private final Route route;
    private final NodeCheck check;
    private final LinkProperties properties;
    private final LongSupplier nanoTime;
    private final Alarm alarm;

    LinkOpener(
            RedisClient client,
            Route route,
            NodeCheck check,
            LinkProperties properties,
            LongSupplier nanoTime,
            Alarm alarm) {
        this.client = client;
        this.route = route;
        this.check = check;
        this.properties = properties;
        this.nanoTime = nanoTime;
        this.alarm = alarm;
    }

    /** @throws LinkRefused if the node cannot be trusted with jobs now */
    OpenLink open() {
        RedisURI uri = route.find();
        try {
            OpenLink link = open(uri);
            route.taken(link);
            return link;
        } catch (LinkRefused refused) {
            route.refused();
            throw refused;
        }
    }

    private OpenLink open(RedisURI uri) {
        StatefulRedisConnection<byte[], byte[]> proofs = connect(uri);
        try {
            NodeFacts facts = check.pass(proofs.async());
            return new OpenLink(connect(uri), proofs, facts, nanoTime, alarm::ring);
        } catch (LinkRefused refused) {
            OpenLink.closeSoon(proofs);
            throw refused;
        }
    }

    private StatefulRedisConnection<byte[], byte[]> connect(RedisURI uri) {
        return Awaited.connection(properties.openLimit(uri.isSsl()), client.connectAsync(ByteArrayCodec.INSTANCE, uri));
    }
}
