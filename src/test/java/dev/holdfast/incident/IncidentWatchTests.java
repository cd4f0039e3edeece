package dev.holdfast.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How what the book decides gets about: to listeners, the log, and the meters. */
@ExtendWith(OutputCaptureExtension.class)
class IncidentWatchTests {

    private final ManualClock clock = new ManualClock();
    private final Weather weather = new Weather();
    private final Incidents incidents =
            new Incidents(new Book(Duration.ofSeconds(10), new IncidentIds(new Random(1))), List::of);
    private final IncidentWatch watch = new IncidentWatch(incidents, weather::now, clock, clock);

    @AfterEach
    void forget() {
        MDC.clear();
    }

    @Test
    void itsThreadCarriesTheIdWhileOneIsOpen() {
        watch.run();
        assertThat(MDC.get("incident_id")).isNull();

        weather.standby(false);
        watch.run();
        assertThat(MDC.get("incident_id"))
                .isEqualTo(incidents.open().orElseThrow().id());

        heal();
        assertThat(MDC.get("incident_id")).isNull();
    }

    @Test
    void namesSortByTimeAndTellNoHost() {
        watch.run();
        weather.standby(false);
        watch.run();

        assertThat(incidents.open().orElseThrow().id()).matches("inc-20261124-100000-[0-9a-hjkmnp-tv-z]{6}");
    }

    @Test
    void eachChangeIsOneLineOfTheLog(CapturedOutput log) {
        watch.run();
        weather.standby(false);
        watch.run();
        watch.run();
        weather.both(false);
        watch.run();
        heal();

        assertThat(log.getOut().lines().filter(line -> line.contains("Incident ")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("INFO", "opened", "causes=[node_left] impact=none"),
                        line -> assertThat(line).contains("updated", "causes=[node_left, spool] impact=later"),
                        line -> assertThat(line).contains("updated", "impact=none"),
                        line -> assertThat(line).contains("closed", "until=unknown"));
    }

    @Test
    void listenersSeeTheIncidentAsItIsAfterTheChange() {
        List<Boolean> open = new ArrayList<>();
        incidents.listen(
                event -> open.add(event.incident().isOpen() && incidents.open().equals(Optional.of(event.incident()))));
        watch.run();
        weather.standby(false);
        watch.run();
        heal();

        assertThat(open).containsExactly(true, false);
        assertThat(incidents.past()).hasSize(1);
    }

    @Test
    void metersCountWhatOpenedAndWhatJoined() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new IncidentMetrics(incidents).bindTo(registry);
        watch.run();
        weather.standby(false);
        watch.run();
        weather.both(false);
        watch.run();

        assertThat(registry.get("holdfast.incident.open").gauge().value()).isOne();
        assertThat(opened(registry, "node_left")).isOne();
        assertThat(opened(registry, "spool")).isOne();
        assertThat(opened(registry, "maintenance")).isZero();
    }

    private static double opened(SimpleMeterRegistry registry, String cause) {
        return registry.get("holdfast.incident.opened")
                .tag("cause", cause)
                .functionCounter()
                .count();
    }

    private void heal() {
        weather.both(true);
        watch.run();
        clock.advance(Duration.ofSeconds(10));
        watch.run();
    }
}
