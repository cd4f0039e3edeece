package dev.holdfast.link;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Makes the links of this service, all on the same Lettuce resources. */
public final class Links {

    private final Clients clients;
    private final Guard guard;
    private final LinkProperties properties;
    private final LongSupplier nanoTime;
    private final BiConsumer<OpenLink, List<Call>> sending;
    private final String instance = UUID.randomUUID().toString().substring(0, 8);

    Links(Clients clients, Guard guard, LinkProperties properties, LongSupplier nanoTime) {
        this(clients, guard, properties, nanoTime, OpenLink::send);
    }

    /** @param sending hands calls to Lettuce, and may not come back from it */
    Links(
            Clients clients,
            Guard guard,
            LinkProperties properties,
            LongSupplier nanoTime,
            BiConsumer<OpenLink, List<Call>> sending) {
        this.clients = clients;
        this.guard = guard;
        this.properties = properties;
        this.nanoTime = nanoTime;
        this.sending = sending;
    }

    /**
     * Begins to keep a link to this node; returns at once, whatever the node does.
     *
     * @param scripts all that will be called over it
     */
    public RedisLink open(Node node, RedisUrl url, List<Script> scripts) {
        RedisClient client = clients.lettuce(url);
        LinkState state = new LinkState(node, url.toString(), nanoTime);
        Alarm alarm = new Alarm();
        Proof proof = new Proof(instance, nanoTime);
        NodeCheck check = new NodeCheck(scripts, proof, () -> UUID.randomUUID().toString(), properties.commandLimit());
        LinkOpener opener = new LinkOpener(client, route(node, url, client), check, properties, nanoTime, alarm);
        Dispatcher dispatcher = new Dispatcher(
                properties, state, sending, alarm::ring, nanoTime, loop -> started(loop, node, "dispatcher"));
        Supervisor supervisor =
                new Supervisor(node, opener, proof, state, alarm, dispatcher, guard, properties, nanoTime);
        return new RedisLink(state, dispatcher, supervisor, started(supervisor, node, "supervisor"));
    }

    /**
     * Spring Data's door to the same node, for what is not on the way of a submission. Its calls block for as long as
     * two of this link's limits, by TLS or Sentinels a few more: never use it on a request thread without a deadline.
     */
    public RedisConnectionFactory connectionFactory(RedisUrl url) {
        return clients.springData(url);
    }

    /** The same with this limit for each answer, for whoever asks for much at once and has nobody waiting. */
    public RedisConnectionFactory connectionFactory(RedisUrl url, Duration limit) {
        return clients.springData(url, limit);
    }

    private Route route(Node node, RedisUrl url, RedisClient client) {
        return url.master()
                .<Route>map(name -> new Route.BySentinels(
                        new Sentinels(node, url, name, client, clients, properties),
                        master -> clients.node(url, master)))
                .orElseGet(
                        () -> new Route.Fixed(clients.node(url, url.addresses().get(0))));
    }

    private static Thread started(Runnable loop, Node node, String role) {
        Thread thread = new Thread(loop, String.format(Locale.ROOT, "redis-%s-%s", node.word(), role));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
