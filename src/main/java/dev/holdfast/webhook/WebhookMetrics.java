package dev.holdfast.webhook;

import dev.holdfast.webhook.Tally.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/** The meters of what is told to others. */
final class WebhookMetrics implements MeterBinder {

    private final List<Courier> couriers;
    private final Tally tally;

    WebhookMetrics(List<Courier> couriers, Tally tally) {
        this.couriers = couriers;
        this.tally = tally;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            FunctionCounter.builder("holdfast.webhook.deliveries", tally, it -> it.of(outcome))
                    .tag("outcome", outcome.word())
                    .description("Messages to webhooks, by what came of an attempt or of the message")
                    .register(registry);
        }
        Gauge.builder(
                        "holdfast.webhook.pending",
                        couriers,
                        all -> all.stream().mapToInt(Courier::pending).sum())
                .description("Messages that wait to be delivered to webhooks")
                .register(registry);
    }
}
