package dev.holdfast.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalvagePaceTests {

    @TempDir
    private Path path;

    @Test
    void fillsNoDiskWithDamagedFilesThatSpoilsOneAfterTheOther() throws SQLException, IOException {
        ManualClock time = new ManualClock();
        try (SpoolDirectory directory = SpoolDirectory.open(path)) {
            SpoolOpening opening = new SpoolOpening(
                    directory, TestSpool.LIMITS, new IdFilter(), new SpoolClock(InstantSource.system(), time), time);
            opening.open(Optional::empty).close();
            spoil();
            opening.open(Optional::empty).close();
            assertThat(path.resolve("spool.db.damaged-1")).exists();

            spoil();
            time.advance(Duration.ofSeconds(59));
            assertThatThrownBy(() -> opening.open(Optional::empty))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged again within a minute");
            assertThat(path.resolve("spool.db.damaged-2")).doesNotExist();

            time.advance(Duration.ofSeconds(1));
            opening.open(Optional::empty).close();
            assertThat(path.resolve("spool.db.damaged-2")).exists();
        }
    }

    private void spoil() {
        Sqlite file = Sqlite.in(path);
        file.spoil(file.rootOf("job_state"), 0, 200);
    }
}
