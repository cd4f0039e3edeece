package dev.holdfast.backup;

import dev.holdfast.guard.Guard;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisUrls;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BackupConfiguration {

    private static final InstantSource CLOCK = InstantSource.system();

    @Bean
    Copies copies(Links links, ObjectProvider<RedisUrls> urls, Guard guard) {
        return new Copies(links, urls::getObject, guard, CLOCK, System::nanoTime);
    }
}
