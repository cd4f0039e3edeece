package dev.holdfast.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.WithAuthentication;
import org.springframework.data.redis.connection.RedisConfiguration.WithDatabaseIndex;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Makes Lettuce's clients for a URL, with this service's limits and the URL's certificates. */
final class Clients {

    private final ClientResources resources;
    private final LinkProperties properties;
    private final Certificates certificates;

    Clients(ClientResources resources, LinkProperties properties, Certificates certificates) {
        this.resources = resources;
        this.properties = properties;
        this.certificates = certificates;
    }

    /** A client for addresses that are given with each connection. */
    RedisClient lettuce(RedisUrl url) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(options(certificates.of(url)));
        certificates.onChange(url, renewed -> client.setOptions(options(renewed)));
        return client;
    }

    RedisConnectionFactory springData(RedisUrl url) {
        return springData(url, properties.loginLimit(url.tls()));
    }

    RedisConnectionFactory springData(RedisUrl url, Duration limit) {
        LettuceClientConfigurationBuilder settings = LettuceClientConfiguration.builder();
        if (url.tls()) {
            settings.useSsl().verifyPeer(SslVerifyMode.FULL);
        }
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                place(url),
                settings.clientResources(resources)
                        .clientOptions(options(certificates.of(url)))
                        .commandTimeout(limit)
                        .build());
        // The shared connection does not reconnect by itself; validation replaces a dead one.
        factory.setValidateConnection(true);
        factory.afterPropertiesSet();
        factory.start();
        if (factory.getNativeClient() instanceof RedisClient client) {
            certificates.onChange(url, renewed -> client.setOptions(options(renewed)));
        }
        return factory;
    }

    /** The URI of a node itself. */
    RedisURI node(RedisUrl url, Address address) {
        RedisURI uri = uri(url, address, url.user(), url.password());
        uri.setDatabase(url.database());
        return uri;
    }

    /** The URI of one of the Sentinels that know a node. */
    RedisURI sentinel(RedisUrl url, Address address) {
        return uri(url, address, "", url.sentinelPassword());
    }

    private RedisURI uri(RedisUrl url, Address address, String user, String password) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(address.host())
                .withPort(address.port())
                .withSsl(url.tls())
                .withVerifyPeer(SslVerifyMode.FULL)
                // Lettuce's word for what the login may take; a call waits for as long as we do.
                .withTimeout(properties.loginLimit(url.tls()));
        if (!password.isEmpty()) {
            if (user.isEmpty()) {
                uri.withPassword(password.toCharArray());
            } else {
                uri.withAuthentication(user, password.toCharArray());
            }
        }
        return uri.build();
    }

    private static RedisConfiguration place(RedisUrl url) {
        Address first = url.addresses().get(0);
        if (url.master().isEmpty()) {
            return loggedIn(new RedisStandaloneConfiguration(first.host(), first.port()), url);
        }
        RedisSentinelConfiguration sentinels = new RedisSentinelConfiguration();
        sentinels.setMaster(url.master().get());
        url.addresses().forEach(address -> sentinels.sentinel(address.host(), address.port()));
        if (!url.sentinelPassword().isEmpty()) {
            sentinels.setSentinelPassword(url.sentinelPassword());
        }
        return loggedIn(sentinels, url);
    }

    private static <C extends WithAuthentication & WithDatabaseIndex> C loggedIn(C place, RedisUrl url) {
        place.setDatabase(url.database());
        place.setUsername(url.user().isEmpty() ? null : url.user());
        place.setPassword(url.password());
        return place;
    }

    private ClientOptions options(SslOptions certificates) {
        return ClientOptions.builder()
                // Lettuce would send again what was in flight: a job twice.
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(properties.capacity() + properties.batch())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(properties.connectLimit())
                        .build())
                .sslOptions(certificates)
                // The limits are ours; Lettuce's timer would only cost.
                .timeoutOptions(TimeoutOptions.create())
                .build();
    }
}
