package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.guard.Guard;
import dev.holdfast.guard.TestGuards;
import dev.holdfast.incident.Incidents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The room as its configuration puts it together. */
class WebhookConfigurationTests {

    private static final String SECRET = "holdfast.incident.webhook-secret=whsec_aHVzaGh1c2hodXNoaHVzaGh1c2hodXNo";

    @TempDir
    private Path temp;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withBean(Guard.class, TestGuards::guard)
            .withBean(Incidents.class)
            .withBean(ObjectMapper.class)
            .withUserConfiguration(WebhookConfiguration.class);

    @Test
    void doesNotStartWithoutASecret() {
        runner.withPropertyValues("holdfast.incident.webhooks=https://hooks.example/hush")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith("HOLDFAST_INCIDENT_WEBHOOK_SECRET is not set"));
    }

    @Test
    void doesNotSpeakToItsOwnMachineUnlessThatIsAllowed() {
        try (Receiver receiver = new Receiver()) {
            runner.withPropertyValues(
                            "holdfast.incident.webhooks=" + receiver.webhook().url(), SECRET)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("URL 1 begins with http://")
                            .hasMessageNotContaining("secret?token"));
        }
    }

    @Test
    void doesNothingWhereNobodyIsToBeTold() {
        runner.withPropertyValues("holdfast.data-dir=" + temp.resolve("data")).run(context -> {
            assertThat(context.getBean(Receivers.class).couriers()).isEmpty();
            assertThat(context.getBean(CourierLoop.class).isRunning()).isFalse();
        });
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void tellsEachReceiverAndEndsWithTheContext() {
        try (Receiver first = new Receiver();
                Receiver second = new Receiver()) {
            runner.withPropertyValues(
                            "holdfast.data-dir=" + temp,
                            "holdfast.incident.webhooks=" + first.webhook().url() + ", "
                                    + second.webhook("localhost").url(),
                            "holdfast.incident.webhook-allow-private=true",
                            SECRET)
                    .run(context -> {
                        CourierLoop loop = context.getBean(CourierLoop.class);
                        loop.start();
                        context.getBean(Receivers.class).tell(new Letter("evt-1", Instant.now(), "{}"));

                        await().until(() -> first.bodies().equals(List.of("{}"))
                                && second.bodies().equals(List.of("{}")));

                        context.close();
                        assertThat(loop.isRunning()).isFalse();
                    });
        }
    }
}
