package dev.holdfast.redis;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisUrls;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RedisProperties.class, Memory.class})
class RedisConfiguration {

    @Bean
    RedisNodes redisNodes(
            Links links,
            RedisUrls urls,
            RedisProperties properties,
            StandbyUse standbyUse,
            Memory memory,
            RedisConnectionFactory primaryConnections,
            RedisConnectionFactory standbyConnections,
            ExecutorService jobReaders,
            Guard guard) {
        RedisNode primary = RedisNode.open(links, Node.PRIMARY, urls.primary());
        Optional<RedisNode> standby = urls.standby().map(url -> RedisNode.open(links, Node.STANDBY, url));
        return new RedisNodes(
                primary,
                standby,
                Homeward.between(
                        primary,
                        standby,
                        primaryConnections,
                        standbyConnections,
                        guard,
                        memory,
                        properties.attempt(),
                        standbyUse),
                new JobReader(Node.PRIMARY, primary.link()::state, primaryConnections, jobReaders, guard),
                properties.attempt());
    }

    @Bean
    RedisConnectionFactory primaryConnections(Links links, RedisUrls urls) {
        return links.connectionFactory(urls.primary());
    }

    /** Opens a connection only when it is first used, which without a standby is never. */
    @Bean
    RedisConnectionFactory standbyConnections(Links links, RedisUrls urls) {
        return links.connectionFactory(urls.standby().orElse(urls.primary()));
    }

    /** Few, since a reader that is blocked blocks for a hung node; what does not fit is refused at once. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService jobReaders() {
        ThreadPoolExecutor readers = new ThreadPoolExecutor(
                4,
                4,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(100),
                new CustomizableThreadFactory("redis-primary-reader-"));
        readers.allowCoreThreadTimeOut(true);
        return readers;
    }

    @Bean
    FirstLink firstLink(RedisNodes nodes, RedisProperties properties) {
        return new FirstLink(nodes, properties.firstLink());
    }
}
