package dev.holdfast.redis;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.job.StaleNodes;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisUrls;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
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
            StaleNodes stale,
            Memory memory,
            RedisConnectionFactory primaryConnections,
            RedisConnectionFactory standbyConnections,
            ExecutorService primaryReaders,
            ExecutorService standbyReaders,
            Guard guard) {
        RedisNode primary = RedisNode.open(links, Node.PRIMARY, urls.primary());
        Optional<RedisNode> standby = urls.standby().map(url -> RedisNode.open(links, Node.STANDBY, url));
        Homeward homeward = Homeward.between(
                primary,
                standby,
                primaryConnections,
                standbyConnections,
                guard,
                memory,
                properties.attempt(),
                standbyUse);
        JobReader here = new JobReader(Node.PRIMARY, primary.link()::state, primaryConnections, primaryReaders, guard);
        Optional<JobReader> there = standby.map(
                node -> new JobReader(Node.STANDBY, node.link()::state, standbyConnections, standbyReaders, guard));
        JobChanges changes = new JobChanges(
                primary,
                standby,
                standbyUse,
                stale,
                guard,
                properties.attempt(),
                memory.rememberClientIds(),
                InstantSource.system());
        JobSearch search = new JobSearch(here, there, stale);
        return new RedisNodes(primary, standby, homeward, search, changes, properties.attempt());
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

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService primaryReaders() {
        return readers(Node.PRIMARY);
    }

    /** Apart from the primary's, so that a node that hangs keeps nobody from the other. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService standbyReaders() {
        return readers(Node.STANDBY);
    }

    /** Few, since a reader that is blocked blocks for a hung node; what does not fit is refused at once. */
    private static ExecutorService readers(Node node) {
        ThreadPoolExecutor readers = new ThreadPoolExecutor(
                4,
                4,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(100),
                new CustomizableThreadFactory("redis-" + node.word() + "-reader-"));
        readers.allowCoreThreadTimeOut(true);
        return readers;
    }

    /** For the service only: it is never lazy, and would open links for a command that asks for none. */
    @Bean
    @ConditionalOnWebApplication
    FirstLink firstLink(RedisNodes nodes, RedisProperties properties) {
        return new FirstLink(nodes, properties.firstLink());
    }
}
