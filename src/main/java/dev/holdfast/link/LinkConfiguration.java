package dev.holdfast.link;

import dev.holdfast.guard.Guard;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LinkProperties.class)
class LinkConfiguration {

    @Bean(destroyMethod = "shutdown")
    ClientResources clientResources() {
        return ClientResources.builder()
                // It would take the time of every command, which costs more than sending it.
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
    }

    @Bean
    Links links(ClientResources resources, SslBundles bundles, Guard guard, LinkProperties properties) {
        Certificates certificates = new Certificates(bundles, properties.handshakeLimit());
        return new Links(new Clients(resources, properties, certificates), guard, properties, System::nanoTime);
    }
}
