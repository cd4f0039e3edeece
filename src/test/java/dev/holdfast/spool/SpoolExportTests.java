package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolExportTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private TestSpool spool;

    @BeforeEach
    void open() {
        spool = new TestSpool(directory.resolve("spool"));
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void hasNoLineOfAnEmptySpool() throws IOException {
        assertThat(export()).isEmpty();
    }

    @Test
    void saysEverythingOfARow() throws IOException {
        spool.keepInDoubt(job("a"), Node.STANDBY);

        JsonNode row = export().get(0);

        assertThat(row.get("seq").asLong()).isOne();
        assertThat(row.get("id").asText()).isEqualTo("a");
        assertThat(row.get("queue").asText()).isEqualTo("tests");
        assertThat(row.get("state").asText()).isEqualTo("sent");
        assertThat(row.get("node").asText()).isEqualTo("standby");
        assertThat(row.get("dataset").asText()).isEqualTo("standby");
        assertThat(row.get("reason").asText()).isEqualTo("connection_lost");
        assertThat(row.get("since").asText())
                .endsWith("Z")
                .isEqualTo(row.get("sent").asText());
        assertThat(row.has("arrived")).isFalse();
        assertThat(row.has("ttl_s")).isFalse();
        assertThat(row.get("remembered_s").asLong()).isEqualTo(900);
        assertThat(row.get("at_front").asBoolean()).isFalse();
        assertThat(row.get("intact").asBoolean()).isTrue();
        assertThat(row.get("fingerprint").asText())
                .isEqualTo(job("a").fingerprint().value());
        assertThat(row.get("hash").get("status").binaryValue()).isEqualTo("queued".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void goesOnFromPageToPageInTheOrderInWhichJobsCame() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 401; i++) {
            ids.add("job-" + i);
            spool.keep(job("job-" + i));
        }

        assertThat(export()).extracting(row -> row.get("id").asText()).isEqualTo(ids);
    }

    @Test
    void leavesOutWhatCameLater() throws IOException {
        spool.keep(job("a"));
        SpoolExport export = begun();
        spool.keep(job("b"));

        assertThat(lines(export)).hasSize(1);
    }

    @Test
    void hasTheRowsThatAreSetAsideToo() throws IOException {
        spool.keep(job("a"));
        JobSource rows = spool.rows(Node.PRIMARY);
        rows.setAside(rows.claim(1, Duration.ofSeconds(30)).get(0), "conflict");

        assertThat(export().get(0).toString()).contains("\"state\":\"set_aside\",\"dataset\"");
    }

    @Test
    void givesTheBytesOfADamagedRowAsTheyAre() throws IOException {
        spool.keep(job("a"));
        spool.keep(job("b"));
        change("UPDATE job SET hash = x'C0FFEE' WHERE id = 'a'");

        List<JsonNode> rows = export();

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).get("intact").asBoolean()).isFalse();
        assertThat(rows.get(0).has("hash")).isFalse();
        assertThat(rows.get(0).get("raw").binaryValue()).isEqualTo(new byte[] {(byte) 0xC0, (byte) 0xFF, (byte) 0xEE});
        assertThat(rows.get(1).get("intact").asBoolean()).isTrue();
    }

    @Test
    void showsARowOfWhichAnotherFieldIsDamaged() throws IOException {
        spool.keep(job("a"));
        change("UPDATE job SET fingerprint = 'other', state = 9 WHERE id = 'a'");

        JsonNode row = export().get(0);

        assertThat(row.get("intact").asBoolean()).isFalse();
        assertThat(row.get("state").asText()).isEqualTo("unknown");
        assertThat(row.get("hash").size()).isEqualTo(job("a").hash().size() / 2);
    }

    @Test
    void saysInItsLastLineThatItIsIncomplete() throws IOException {
        spool.keepAll(IntStream.range(0, 401).mapToObj(i -> job("job-" + i)).toList());
        SpoolExport export = begun();
        spool.fail();

        List<JsonNode> rows = lines(export);

        assertThat(rows).hasSize(201);
        assertThat(rows.get(200).toString()).isEqualTo("{\"incomplete\":true}");
    }

    /** Damages a row, behind the back of whoever else has it in memory. */
    private void change(String sql) {
        spool.spool()
                .ask(
                        open -> {
                            try (Statement statement =
                                    open.file().of("SELECT 1").getConnection().createStatement()) {
                                return statement.executeUpdate(sql);
                            }
                        },
                        TestSpool.soon());
    }

    private SpoolExport begun() {
        SpoolExport export = new SpoolExport(spool.spool(), JSON.writer(), System::nanoTime);
        assertThat(export.begin()).isNull();
        return export;
    }

    private List<JsonNode> export() throws IOException {
        return lines(begun());
    }

    private static List<JsonNode> lines(SpoolExport export) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : new String(export.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
