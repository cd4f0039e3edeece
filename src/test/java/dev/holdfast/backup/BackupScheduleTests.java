package dev.holdfast.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Health;

@Tag("redis")
@Tag("one-redis-is-enough")
class BackupScheduleTests {

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-28T02:30:00Z");
    private boolean up = true;
    private final InstantSource clock = () -> now;
    private final BackupProperties.Backup nightly = settings("0 0 3 * * *", "UTC", 2);
    private final BackupState state = new BackupState(Timetable.of(nightly), clock);

    private static BackupProperties.Backup settings(String schedule, String zone, int keep) {
        return new BackupProperties.Backup(schedule, zone, "", keep, 100);
    }

    private BackupSchedule schedule(RedisServer redis) {
        BackupDirectory backups = new BackupDirectory(directory.resolve("backups"));
        return new BackupSchedule(TestCopies.of(redis), backups, nightly, state, () -> up, clock);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("backups"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void stepAt(BackupSchedule schedule, String time) {
        now = Instant.parse(time);
        schedule.step();
    }

    @AfterEach
    void emptyRedis() {
        REDIS.flushAll();
    }

    @Test
    void aCopyIsMadeWhenItIsDueAndNotBefore() throws IOException {
        new RqWrites(REDIS).queued("default", "a", "b");
        BackupSchedule schedule = schedule(REDIS);
        schedule.begin();
        schedule.step();
        stepAt(schedule, "2026-11-28T02:59:59Z");
        assertThat(files()).isEmpty();

        stepAt(schedule, "2026-11-28T03:00:01Z");
        stepAt(schedule, "2026-11-28T03:00:02Z");

        assertThat(files()).containsExactly("holdfast-20261128T030001Z.ndjson.gz");
        assertThat(state.good()).hasValueSatisfying(good -> {
            assertThat(good.jobs()).isEqualTo(2);
            assertThat(good.bytes()).isPositive();
        });
        now = now.plusSeconds(60);
        Health health = new BackupHealthIndicator(state).health();
        assertThat(health.getStatus().getCode()).isEqualTo("UP");
        assertThat(health.getDetails()).containsEntry("age_s", 61L).containsEntry("jobs", 2L);
    }

    @Test
    void whatIsDueWhileThePrimaryIsDownIsMadeWhenItIsUp() throws IOException {
        BackupSchedule schedule = schedule(REDIS);
        schedule.begin();
        schedule.step();
        up = false;
        stepAt(schedule, "2026-11-28T03:00:01Z");
        assertThat(files()).isEmpty();
        assertThat(state.failures()).isZero();

        up = true;
        stepAt(schedule, "2026-11-28T05:00:00Z");

        assertThat(files()).containsExactly("holdfast-20261128T050000Z.ndjson.gz");
    }

    @Test
    void theOldestGoAndWhatIsSomebodyElsesStays() throws IOException {
        BackupSchedule schedule = schedule(REDIS);
        schedule.begin();
        Files.writeString(directory.resolve("backups/notes.txt"), "mine");
        schedule.step();
        for (int day = 1; day <= 4; day++) {
            stepAt(schedule, "2026-12-0" + day + "T03:00:00Z");
        }

        assertThat(files())
                .containsExactly(
                        "holdfast-20261203T030000Z.ndjson.gz", "holdfast-20261204T030000Z.ndjson.gz", "notes.txt");
    }

    @Test
    void aFailureLeavesTheGoodOneAndIsCounted() throws IOException {
        try (RedisServer dying = new RedisServer().start()) {
            BackupSchedule schedule = schedule(dying);
            schedule.begin();
            schedule.step();
            stepAt(schedule, "2026-11-28T03:00:00Z");
            dying.kill();
            stepAt(schedule, "2026-11-29T03:00:00Z");
            stepAt(schedule, "2026-11-30T03:00:00Z");
            stepAt(schedule, "2026-12-01T03:00:00Z");
        }

        assertThat(files()).containsExactly("holdfast-20261128T030000Z.ndjson.gz");
        assertThat(state.failures()).isEqualTo(3);
        assertThat(new BackupHealthIndicator(state).health().getStatus().getCode())
                .isEqualTo("DEGRADED");
    }

    @Test
    void oneMissingCopyIsNoReasonForAlarmAndTwoAre() {
        state.succeeded(new BackupState.Good(now, 1, 1));

        now = Instant.parse("2026-11-28T23:00:00Z");
        assertThat(state.isOverdue()).isFalse();
        now = Instant.parse("2026-11-29T03:00:01Z");
        assertThat(state.isOverdue()).isTrue();
    }

    @Test
    void theNewestGoodCopyIsFoundAtTheStartAndDamagedOnesArePassedOver() throws IOException {
        BackupSchedule before = schedule(REDIS);
        before.begin();
        before.step();
        stepAt(before, "2026-11-28T03:00:00Z");
        Files.writeString(directory.resolve("backups/holdfast-20261129T030000Z.ndjson.gz"), "damaged");
        Files.writeString(directory.resolve("backups/" + BackupWriter.DRAFT + "x"), "of a service that was killed");
        BackupState after = new BackupState(Timetable.of(nightly), clock);

        new BackupSchedule(
                        TestCopies.of(REDIS),
                        new BackupDirectory(directory.resolve("backups")),
                        nightly,
                        after,
                        () -> true,
                        clock)
                .begin();

        assertThat(after.good())
                .hasValueSatisfying(good -> assertThat(good.at()).isEqualTo("2026-11-28T03:00:00Z"));
        assertThat(files()).noneMatch(name -> name.startsWith(BackupWriter.DRAFT));
    }

    @Test
    void aScheduleIsMeantInItsZone() {
        Timetable berlin =
                Timetable.of(settings("0 0 3 * * *", "Europe/Berlin", 1)).orElseThrow();

        assertThat(berlin.after(Instant.parse("2026-07-01T00:00:00Z"))).isEqualTo("2026-07-01T01:00:00Z");
        assertThat(berlin.after(Instant.parse("2026-12-01T00:00:00Z"))).isEqualTo("2026-12-01T02:00:00Z");
    }

    @Test
    void withoutAScheduleNothingIsMadeAndHealthSaysSo() {
        BackupState never = new BackupState(Timetable.of(settings("", "UTC", 7)), clock);
        now = now.plus(Duration.ofDays(365));

        assertThat(never.isOverdue()).isFalse();
        assertThat(new BackupHealthIndicator(never).health().getDetails()).containsOnlyKeys("scheduled");
    }

    @Test
    void settingsThatCannotWorkStopTheStartWithTheNameOfTheVariable() {
        assertThatThrownBy(() -> settings("at three", "UTC", 7)).hasMessageContaining("HOLDFAST_BACKUP_SCHEDULE");
        assertThatThrownBy(() -> settings("0 3 * * *", "UTC", 7)).hasMessageContaining("HOLDFAST_BACKUP_SCHEDULE");
        assertThatThrownBy(() -> settings("", "Middle/Earth", 7)).hasMessageContaining("HOLDFAST_BACKUP_ZONE");
        assertThatThrownBy(() -> settings("", "UTC", 0)).hasMessageContaining("HOLDFAST_BACKUP_KEEP");
        assertThatThrownBy(() -> new BackupProperties.Backup("", "UTC", "", 7, 0))
                .hasMessageContaining("HOLDFAST_BACKUP_SHARE");
        assertThatThrownBy(() -> new BackupProperties(" ", nightly)).hasMessageContaining("HOLDFAST_DATA_DIR");
    }
}
