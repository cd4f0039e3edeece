package dev.holdfast.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.guard.Guard;
import dev.holdfast.incident.Incidents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.IntFunction;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({WebhookProperties.class, WebhookHome.class})
class WebhookConfiguration {

    private static final InstantSource CLOCK = InstantSource.system();

    @Bean
    Tally webhookTally() {
        return new Tally();
    }

    @Bean
    Receivers webhookReceivers(
            WebhookProperties properties, WebhookHome home, ObjectMapper mapper, Guard guard, Tally tally) {
        CustomizableThreadFactory daemons = new CustomizableThreadFactory("webhook-alarm-");
        daemons.setDaemon(true);
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, daemons);
        alarms.setRemoveOnCancelPolicy(true);
        IntFunction<Duration> waits = guard.waits(properties.webhookRetryFirst(), properties.webhookRetryLongest());
        List<Courier> couriers = new ArrayList<>();
        List<WebhookClient> clients = new ArrayList<>();
        for (Webhook webhook : properties.receivers()) {
            WebhookClient client = new WebhookClient(
                    webhook,
                    properties.key(),
                    new CheckedAddresses(
                            SystemDefaultDnsResolver.INSTANCE, properties.webhookAllowPrivate(), webhook.isEncrypted()),
                    properties.webhookConnectLimit(),
                    properties.webhookLimit(),
                    alarms);
            clients.add(client);
            couriers.add(new Courier(
                    webhook,
                    new Outbox(home.directory().resolve(webhook.key()), mapper),
                    letter -> guard.once("webhook-" + webhook.number(), "post", () -> {
                        client.post(letter, CLOCK.instant());
                        return webhook;
                    }),
                    waits,
                    tally,
                    CLOCK,
                    System::nanoTime));
        }
        return new Receivers(List.copyOf(couriers), List.copyOf(clients), alarms);
    }

    @Bean
    CourierLoop webhookLoop(Receivers receivers, Incidents incidents, WebhookHome home, ObjectMapper mapper) {
        if (!receivers.couriers().isEmpty()) {
            LetterWriter writer = new LetterWriter(mapper, home.statusUrl());
            incidents.listen(event -> receivers.tell(writer.write(event)));
        }
        return new CourierLoop(receivers.couriers(), receivers::hangUp);
    }

    @Bean
    WebhookMetrics webhookMetrics(Receivers receivers, Tally tally) {
        return new WebhookMetrics(receivers.couriers(), tally);
    }
}
