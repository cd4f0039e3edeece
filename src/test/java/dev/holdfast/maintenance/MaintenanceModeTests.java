package dev.holdfast.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class MaintenanceModeTests {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final MaintenanceWindow UNTIL_ONE =
            new MaintenanceWindow(NOON.plus(Duration.ofHours(1)), "Redis moves");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    @TempDir
    private Path directory;

    @Test
    void isOpenAtFirstAndDoesNotSpeakOfIt(CapturedOutput log) {
        assertThat(start(false).window()).isNull();
        assertThat(log).doesNotContain("aintenance");
    }

    @Test
    void isClosedAndOpenedByOperators(CapturedOutput log) throws IOException {
        MaintenanceMode mode = start(false);

        mode.announce(UNTIL_ONE);
        assertThat(mode.window()).isEqualTo(UNTIL_ONE);

        mode.announce(null);
        assertThat(mode.window()).isNull();
        assertThat(log)
                .containsOnlyOnce(
                        "Maintenance changed by an operator: closed=true fixed=false until=2026-11-24T13:00:00Z")
                .containsOnlyOnce("Maintenance changed by an operator: closed=false fixed=false until=null");
    }

    @Test
    void doesNotSpeakOfAChangeThatIsNone(CapturedOutput log) throws IOException {
        MaintenanceMode mode = start(false);

        mode.announce(UNTIL_ONE);
        mode.announce(UNTIL_ONE);

        assertThat(log).containsOnlyOnce("changed by an operator");
    }

    @Test
    void opensByItselfAtTheEndAndNotBefore(CapturedOutput log) throws IOException {
        MaintenanceMode mode = start(false);
        mode.announce(UNTIL_ONE);

        now.set(NOON.plus(Duration.ofHours(1)).minusNanos(1));
        assertThat(mode.window()).isEqualTo(UNTIL_ONE);

        now.set(NOON.plus(Duration.ofHours(1)));
        assertThat(mode.window()).isNull();
        assertThat(mode.window()).isNull();
        assertThat(log).containsOnlyOnce("Maintenance window ended: until=2026-11-24T13:00:00Z closed=false");
    }

    @Test
    void staysOpenWhenTheClockIsSetBackAfterTheEnd() throws IOException {
        MaintenanceMode mode = start(false);
        mode.announce(UNTIL_ONE);
        now.set(NOON.plus(Duration.ofHours(1)));
        mode.window();

        now.set(NOON);

        assertThat(mode.window()).isNull();
    }

    @Test
    void staysClosedOverARestart(CapturedOutput log) throws IOException {
        start(false).announce(UNTIL_ONE);

        assertThat(start(false).window()).isEqualTo(UNTIL_ONE);
        assertThat(log).containsOnlyOnce("Closed for maintenance at the start: fixed=false until=2026-11-24T13:00:00Z");
    }

    @Test
    void staysOpenOverARestart() throws IOException {
        MaintenanceMode mode = start(false);
        mode.announce(UNTIL_ONE);
        mode.announce(null);

        assertThat(start(false).window()).isNull();
    }

    @Test
    void isOpenWhenTheEndCameWhileTheServiceWasDown() throws IOException {
        start(false).announce(UNTIL_ONE);
        now.set(NOON.plus(Duration.ofHours(2)));

        assertThat(start(false).window()).isNull();
    }

    @Test
    void isKeptClosedByTheEnvironment() throws IOException {
        MaintenanceMode mode = start(true);
        assertThat(mode.window()).isEqualTo(new MaintenanceWindow(null, null));

        mode.announce(UNTIL_ONE);
        assertThat(mode.window()).isEqualTo(UNTIL_ONE);

        now.set(NOON.plus(Duration.ofHours(1)));
        assertThat(mode.window()).isEqualTo(new MaintenanceWindow(null, null));
    }

    @Test
    void staysClosedOverADamagedFileUntilAnOperatorSpeaks(CapturedOutput log) throws IOException {
        Files.writeString(directory.resolve("maintenance.json"), "{\"enabled\":fal");

        MaintenanceMode mode = start(false);
        assertThat(mode.window())
                .isEqualTo(new MaintenanceWindow(
                        null, "It is not known whether maintenance is over; an operator has to say so"));
        assertThat(log).containsOnlyOnce("the door stays closed; POST to /actuator/maintenance to open or close it");

        mode.announce(null);
        assertThat(mode.window()).isNull();
        assertThat(start(false).window()).isNull();
    }

    @Test
    void changesNothingThatItCannotSave() throws IOException {
        MaintenanceMode open = start(false);
        Files.createDirectories(directory.resolve("maintenance.json/full"));

        assertThatIOException().isThrownBy(() -> open.announce(UNTIL_ONE));

        assertThat(open.window()).isNull();
    }

    @Test
    void showsItsStateAsAMeter() throws IOException {
        MaintenanceMode mode = start(false);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new MaintenanceMetrics(mode).bindTo(registry);

        assertThat(registry.get("holdfast.maintenance").gauge().value()).isZero();
        mode.announce(UNTIL_ONE);
        assertThat(registry.get("holdfast.maintenance").gauge().value()).isOne();
        now.set(NOON.plus(Duration.ofHours(1)));
        assertThat(registry.get("holdfast.maintenance").gauge().value()).isZero();
    }

    private MaintenanceMode start(boolean fixed) {
        return MaintenanceMode.resume(fixed, new MaintenanceFile(directory, new ObjectMapper()), now::get);
    }
}
