package dev.holdfast.redis;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisUrls;
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
@EnableConfigurationProperties(RedisProperties.class)
class RedisConfiguration {

    @Bean
    RedisNodes redisNodes(
            Links links,
            RedisUrls urls,
            RedisProperties properties,
            RedisConnectionFactory primaryConnections,
            ExecutorService jobReaders,
            Guard guard) {
        RedisNode primary = RedisNode.open(links, Node.PRIMARY, urls.primary());
        return new RedisNodes(
                primary,
                urls.standby().map(url -> RedisNode.open(links, Node.STANDBY, url)),
                new JobReader(Node.PRIMARY, primary.link()::state, primaryConnections, jobReaders, guard),
                properties.attempt());
    }

    @Bean
    RedisConnectionFactory primaryConnections(Links links, RedisUrls urls) {
        return links.connectionFactory(urls.primary());
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
