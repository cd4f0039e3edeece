package dev.holdfast.link;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who know which node is the master, asked whenever a link is opened and while it is open.
 *
 * <p>A planned failover leaves the old master taking writes for up to ten seconds, all of which it drops when it becomes
 * a replica; so a link does not wait until the old master ends it.
 */
final class Sentinels {

    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
    /** Bounds what an old master takes after its successor has been named; more often would only load the Sentinels. */
    private static final Duration WATCH_EVERY = Duration.ofMillis(500);

    private final Node node;
    private final RedisUrl url;
    private final String name;
    private final RedisClient client;
    private final Clients clients;
    private final LinkProperties properties;
    /** Which Sentinel is asked first: the one that told the truth last. */
    private final AtomicInteger preferred = new AtomicInteger();

    private volatile @Nullable Address found;

    Sentinels(Node node, RedisUrl url, String name, RedisClient client, Clients clients, LinkProperties properties) {
        this.node = node;
        this.url = url;
        this.name = name;
        this.client = client;
        this.clients = clients;
        this.properties = properties;
    }

    /** @throws LinkRefused if no Sentinel names a master */
    Address master() {
        Address master = ask();
        if (!master.equals(found)) {
            log.info("Redis {} has the master {} by its Sentinels: name={}", node.word(), master, name);
        }
        found = master;
        return master;
    }

    /** Hears that the master that was named is none, or is away: another Sentinel may know better. */
    void doubt() {
        preferred.incrementAndGet();
    }

    /** Ends the link once the Sentinels name another master than the one that was found last. */
    void watch(OpenLink link) {
        Address master = found;
        CountDownLatch ended = new CountDownLatch(1);
        link.whenLost(ended::countDown);
        Thread watch = new Thread(
                () -> {
                    while (!isOver(ended)) {
                        if (namesAnotherThan(master)) {
                            link.close();
                            return;
                        }
                    }
                },
                String.format(Locale.ROOT, "redis-%s-sentinels", node.word()));
        watch.setDaemon(true);
        watch.start();
    }

    private boolean namesAnotherThan(@Nullable Address master) {
        try {
            return !ask().equals(master);
        } catch (LinkRefused silent) {
            // Sentinels that are away take nothing from a master that proves itself.
            log.debug("Nobody says whether Redis {} has still the master {}", node.word(), master, silent);
            return false;
        }
    }

    private static boolean isOver(CountDownLatch ended) {
        try {
            return ended.await(WATCH_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Address ask() {
        int count = url.addresses().size();
        int first = preferred.get();
        Reason reason = Reason.UNREACHABLE;
        List<String> complaints = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Address sentinel = url.addresses().get(Math.floorMod(first + i, count));
            try {
                Address master = ask(sentinel);
                preferred.compareAndSet(first, first + i);
                return master;
            } catch (LinkRefused refused) {
                reason = refused.reason();
                complaints.add(sentinel + ": " + refused.detail());
            }
        }
        throw new LinkRefused(reason, "no Sentinel names the master; " + String.join("; ", complaints));
    }

    private Address ask(Address sentinel) {
        StatefulRedisSentinelConnection<String, String> connection =
                Awaited.connection(properties.openLimit(url.tls()), connecting(sentinel));
        try {
            return Awaited.within(properties.commandLimit(), connection.async().getMasterAddrByName(name))
                            instanceof InetSocketAddress master
                    ? new Address(master.getHostString(), master.getPort())
                    : unknown();
        } finally {
            OpenLink.closeSoon(connection);
        }
    }

    private CompletionStage<StatefulRedisSentinelConnection<String, String>> connecting(Address sentinel) {
        try {
            return client.connectSentinelAsync(StringCodec.UTF8, clients.sentinel(url, sentinel));
        } catch (IllegalStateException ended) {
            throw new LinkRefused(Reason.UNREACHABLE, "this service is closing its links");
        }
    }

    private Address unknown() {
        throw new LinkRefused(Reason.UNREACHABLE, "knows no master called " + name);
    }
}
