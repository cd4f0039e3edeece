package dev.holdfast.redis;

import dev.holdfast.job.Node;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisUrls;
import dev.holdfast.link.Script;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisProperties.class)
class RedisConfiguration {

    @Bean
    RedisNodes redisNodes(Links links, RedisUrls urls, RedisProperties properties) {
        Script script = PlaceScript.load();
        return new RedisNodes(
                links.open(Node.PRIMARY, urls.primary(), script),
                urls.standby().map(url -> links.open(Node.STANDBY, url, script)),
                properties.attempt());
    }

    @Bean
    FirstLink firstLink(RedisNodes nodes, RedisProperties properties) {
        return new FirstLink(nodes, properties.firstLink());
    }
}
