package dev.holdfast.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.problem.Violation;
import dev.holdfast.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Windows that are planned ahead, and the clock. */
@ExtendWith(OutputCaptureExtension.class)
class MaintenancePlanTests {

    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");
    private static final PlannedWindow NOON_TO_ONE = window("noon", 12, 13, "New disk");
    private static final MaintenanceWindow UNTIL_ONE = new MaintenanceWindow(at(13), "New disk");

    private final ManualClock clock = new ManualClock(TEN);

    @TempDir
    private Path directory;

    @Test
    void isNotPlannedAcrossAnother() throws IOException {
        MaintenanceMode mode = start();
        mode.plan(NOON_TO_ONE);

        for (PlannedWindow other : List.of(
                window("other", 12, 13, null),
                window("other", 11, 14, null),
                new PlannedWindow("other", at(11), at(12).plusNanos(1), null),
                new PlannedWindow("other", at(13).minusNanos(1), at(14), null))) {
            assertThat(mode.plan(other))
                    .isEqualTo(new Violation(
                            "/from",
                            "overlaps",
                            "must not overlap the planned window noon, from 2026-11-24T12:00:00Z until"
                                    + " 2026-11-24T13:00:00Z"));
        }
        assertThat(mode.planned()).containsExactly(NOON_TO_ONE);
    }

    @Test
    void isNotPlannedNorTakenBackIfThatCannotBeSaved() throws IOException {
        MaintenanceMode mode = start();
        mode.plan(NOON_TO_ONE);
        Files.delete(directory.resolve("maintenance.json"));
        Files.createDirectories(directory.resolve("maintenance.json/full"));

        assertThatIOException().isThrownBy(() -> mode.plan(window("later", 15, 16, null)));
        assertThatIOException().isThrownBy(() -> mode.cancel("noon"));

        assertThat(mode.planned()).containsExactly(NOON_TO_ONE);
    }

    @Test
    void isTakenBackByItsIdOnly(CapturedOutput log) throws IOException {
        MaintenanceMode mode = start();
        mode.plan(NOON_TO_ONE);

        assertThat(mode.cancel("evening")).isFalse();
        assertThat(mode.cancel("noon")).isTrue();
        assertThat(mode.cancel("noon")).isFalse();

        clockTo(12);
        assertThat(mode.window()).isNull();
        assertThat(start().planned()).isEmpty();
        assertThat(log)
                .containsOnlyOnce("Planned maintenance taken back by an operator: id=noon")
                .doesNotContain("opened as planned");
    }

    @Test
    void cannotBeTakenBackOnceItHasBegun() throws IOException {
        MaintenanceMode mode = start();
        mode.plan(NOON_TO_ONE);
        clockTo(12);

        assertThat(mode.cancel("noon")).isFalse();
        assertThat(mode.window()).isEqualTo(UNTIL_ONE);
    }

    @Test
    void refusesNobodyBeforeItsTimeAndNobodyAfter(CapturedOutput log) throws IOException {
        MaintenanceMode mode = start();
        mode.plan(NOON_TO_ONE);

        clock.advance(Duration.ofHours(2).minusNanos(1));
        assertThat(mode.window()).isNull();
        assertThat(mode.planned()).containsExactly(NOON_TO_ONE);

        clock.advance(Duration.ofNanos(1));
        assertThat(mode.window()).isEqualTo(UNTIL_ONE);
        assertThat(mode.planned()).isEmpty();

        clock.advance(Duration.ofHours(1).minusNanos(1));
        assertThat(mode.window()).isEqualTo(UNTIL_ONE);

        clock.advance(Duration.ofNanos(1));
        assertThat(mode.window()).isNull();
        assertThat(log)
                .containsOnlyOnce("Maintenance planned by an operator: id=noon from=2026-11-24T12:00:00Z until=")
                .containsOnlyOnce("Maintenance window opened as planned: id=noon until=2026-11-24T13:00:00Z")
                .containsOnlyOnce("Maintenance window ended: until=2026-11-24T13:00:00Z closed=false");
    }

    @Test
    void isOpenedAndClosedWithOneLineEachHoweverManyLook(CapturedOutput log) throws Exception {
        MaintenanceMode mode = start();
        mode.plan(NOON_TO_ONE);
        clockTo(12);
        lookFromManyThreads(mode);
        clockTo(13);
        lookFromManyThreads(mode);

        assertThat(log).containsOnlyOnce("opened as planned").containsOnlyOnce("window ended");
    }

    @Test
    void comesAndGoesThoughNobodyLooks(CapturedOutput log) throws IOException {
        MaintenanceMode mode = start();
        mode.plan(NOON_TO_ONE);
        clockTo(20);

        assertThat(mode.window()).isNull();
        assertThat(log).containsOnlyOnce("opened as planned").containsOnlyOnce("window ended");
    }

    @Test
    void leavesNoGapBeforeTheNextOne(CapturedOutput log) throws IOException {
        MaintenanceMode mode = start();
        mode.plan(window("second", 13, 14, "Second disk"));
        mode.plan(NOON_TO_ONE);
        assertThat(mode.planned()).extracting(PlannedWindow::id).containsExactly("noon", "second");
        clockTo(12);
        assertThat(mode.window()).isEqualTo(UNTIL_ONE);
        clockTo(13);

        assertThat(mode.window()).isEqualTo(new MaintenanceWindow(at(14), "Second disk"));
        assertThat(log)
                .containsOnlyOnce("Maintenance window ended: until=2026-11-24T13:00:00Z closed=true")
                .containsOnlyOnce("opened as planned: id=second");
    }

    @Test
    void keepsTheDoorClosedBeyondAnOperatorsWindowThatEndsInIt(CapturedOutput log) throws IOException {
        MaintenanceMode mode = start();
        mode.announce(new MaintenanceWindow(at(12).plusSeconds(60), "Rack moves"));
        mode.plan(NOON_TO_ONE);
        clockTo(12);

        assertThat(mode.window()).isEqualTo(new MaintenanceWindow(at(13), "Rack moves"));
        clockTo(13);
        assertThat(mode.window()).isNull();
        assertThat(log).containsOnlyOnce("opened as planned").containsOnlyOnce("window ended");
    }

    @Test
    void isOverWhenAnOperatorOpensTheDoorInIt() throws IOException {
        MaintenanceMode mode = start();
        mode.plan(NOON_TO_ONE);
        mode.plan(window("later", 15, 16, null));
        clockTo(12);

        mode.announce(null);

        assertThat(mode.window()).isNull();
        assertThat(start().window()).isNull();
        assertThat(start().planned()).extracting(PlannedWindow::id).containsExactly("later");
    }

    @Test
    void doesNotOpenWhatTheEnvironmentKeepsClosed() throws IOException {
        MaintenanceMode mode = MaintenanceMode.resume(true, file(), clock);
        mode.plan(NOON_TO_ONE);

        clockTo(12);
        assertThat(mode.window()).isEqualTo(UNTIL_ONE);
        clockTo(13);
        assertThat(mode.window()).isEqualTo(new MaintenanceWindow(null, null));
    }

    @Test
    void isKeptAcrossARestart() throws IOException {
        start().plan(NOON_TO_ONE);

        MaintenanceMode mode = start();
        assertThat(mode.planned()).containsExactly(NOON_TO_ONE);
        clockTo(12);
        assertThat(mode.window()).isEqualTo(UNTIL_ONE);
    }

    @Test
    void isOpenAtTheStartIfItBeganBefore(CapturedOutput log) throws IOException {
        start().plan(NOON_TO_ONE);
        clock.advance(Duration.ofMinutes(150));

        MaintenanceMode mode = start();

        assertThat(mode.window()).isEqualTo(UNTIL_ONE);
        assertThat(log)
                .containsOnlyOnce("Closed for maintenance at the start: fixed=false until=2026-11-24T13:00:00Z")
                .doesNotContain("opened as planned");
    }

    @Test
    void isStillPartOfAnOperatorsWindowAfterARestart() throws IOException {
        MaintenanceMode before = start();
        before.announce(new MaintenanceWindow(at(12).plusSeconds(60), "Rack moves"));
        before.plan(NOON_TO_ONE);
        clock.advance(Duration.ofMinutes(150));

        assertThat(start().window()).isEqualTo(new MaintenanceWindow(at(13), "Rack moves"));
    }

    @Test
    void isDroppedOnceIfTheServiceWasDownAllTheTime(CapturedOutput log) throws IOException {
        start().plan(NOON_TO_ONE);
        start().plan(window("later", 15, 16, null));
        clockTo(13);

        assertThat(start().window()).isNull();
        assertThat(start().planned()).extracting(PlannedWindow::id).containsExactly("later");
        assertThat(log)
                .containsOnlyOnce("A planned maintenance window ended before the start: id=noon"
                        + " from=2026-11-24T12:00:00Z until=2026-11-24T13:00:00Z")
                .doesNotContain("opened as planned");
    }

    @Test
    void doesNotOpenADoorWhoseFileIsDamaged() throws IOException {
        Files.writeString(directory.resolve("maintenance.json"), "{\"enabled\":false,\"planned\":[{");
        MaintenanceMode mode = start();

        mode.plan(NOON_TO_ONE);
        clockTo(14);

        assertThat(mode.window()).isNotNull();
        assertThat(start().window()).isNotNull();
    }

    private void lookFromManyThreads(MaintenanceMode mode) throws InterruptedException {
        CountDownLatch together = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        IntStream.range(0, 16).forEach(any -> {
            Thread thread = new Thread(() -> {
                try {
                    together.await();
                    mode.window();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        });
        together.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void clockTo(int hour) {
        clock.advance(Duration.between(clock.instant(), at(hour)));
    }

    private MaintenanceMode start() {
        return MaintenanceMode.resume(false, file(), clock);
    }

    private MaintenanceFile file() {
        return new MaintenanceFile(directory, new ObjectMapper());
    }

    private static PlannedWindow window(String id, int from, int until, @Nullable String message) {
        return new PlannedWindow(id, at(from), at(until), message);
    }

    private static Instant at(int hour) {
        return TEN.plus(Duration.ofHours(hour - 10L));
    }
}
