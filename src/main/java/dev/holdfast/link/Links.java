package dev.holdfast.link;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Makes the links of this service, all on the same Lettuce resources. */
public final class Links {

    private final ClientResources resources;
    private final Guard guard;
    private final LinkProperties properties;
    private final LongSupplier nanoTime;
    private final String instance = UUID.randomUUID().toString().substring(0, 8);

    Links(ClientResources resources, Guard guard, LinkProperties properties, LongSupplier nanoTime) {
        this.resources = resources;
        this.guard = guard;
        this.properties = properties;
        this.nanoTime = nanoTime;
    }

    /**
     * Begins to keep a link to this node; returns at once, whatever the node does.
     *
     * @param scripts all that will be called over it
     */
    public RedisLink open(Node node, RedisUrl url, List<Script> scripts) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(clientOptions());
        LinkState state = new LinkState(node, url.toString(), nanoTime);
        Alarm alarm = new Alarm();
        Proof proof = new Proof(instance, nanoTime);
        NodeCheck check = new NodeCheck(scripts, proof, () -> UUID.randomUUID().toString(), properties.commandLimit());
        LinkOpener opener = new LinkOpener(client, uri(url), check, properties, nanoTime, alarm);
        Supervisor supervisor = new Supervisor(node, opener, proof, state, alarm, guard, properties, nanoTime);
        Dispatcher dispatcher = new Dispatcher(properties.capacity(), properties.batch(), state, alarm::ring);
        return new RedisLink(
                state,
                dispatcher,
                supervisor,
                List.of(started(dispatcher, node, "dispatcher"), started(supervisor, node, "supervisor")));
    }

    /**
     * Spring Data's door to the same node, for what is not on the way of a submission. Its calls block for as long as
     * two of this link's limits: never use it on a request thread without a deadline.
     */
    public RedisConnectionFactory connectionFactory(RedisUrl url) {
        RedisStandaloneConfiguration node = new RedisStandaloneConfiguration(url.host(), url.port());
        node.setDatabase(url.database());
        node.setUsername(url.user().isEmpty() ? null : url.user());
        node.setPassword(url.password());
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                node,
                LettuceClientConfiguration.builder()
                        .clientResources(resources)
                        .clientOptions(clientOptions())
                        .commandTimeout(properties.commandLimit())
                        .build());
        // The shared connection does not reconnect by itself; validation replaces a dead one.
        factory.setValidateConnection(true);
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    private ClientOptions clientOptions() {
        return ClientOptions.builder()
                // Lettuce would send again what was in flight: a job twice.
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(properties.capacity() + properties.batch())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(properties.connectLimit())
                        .build())
                // The limits are ours; Lettuce's timer would only cost.
                .timeoutOptions(TimeoutOptions.create())
                .build();
    }

    private RedisURI uri(RedisUrl url) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(url.host())
                .withPort(url.port())
                .withDatabase(url.database())
                .withTimeout(properties.commandLimit());
        if (!url.password().isEmpty()) {
            char[] password = url.password().toCharArray();
            if (url.user().isEmpty()) {
                uri.withPassword(password);
            } else {
                uri.withAuthentication(url.user(), password);
            }
        }
        return uri.build();
    }

    private static Thread started(Runnable loop, Node node, String role) {
        Thread thread = new Thread(loop, String.format(Locale.ROOT, "redis-%s-%s", node.word(), role));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
