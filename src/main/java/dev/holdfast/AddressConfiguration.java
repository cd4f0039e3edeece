package dev.holdfast;

import dev.holdfast.embedded.EmbeddedRedis;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.link.RedisUrls;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the nodes are, and what the second one is for. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RedisAddresses.class, StandbyProperties.class})
class AddressConfiguration {

    @Bean
    RedisUrls redisUrls(RedisAddresses configured, ObjectProvider<EmbeddedRedis> embedded) {
        EmbeddedRedis pair = embedded.getIfAvailable();
        return pair == null ? configured.toUrls() : RedisUrls.parse(pair.primaryUrl(), pair.standbyUrl());
    }

    @Bean
    StandbyUse standbyUse(StandbyProperties standby) {
        return standby.use();
    }
}
