package dev.holdfast.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is not as it was written is refused, wherever and however it differs. */
class DamagedBackupTests {

    private static final byte[] WHOLE = backupOf(50);

    @Test
    void aWholeFileIsReadAsItWasWritten() throws IOException {
        List<CopiedJob> jobs = new ArrayList<>();
        BackupReader.read(fileOf(WHOLE), jobs::add);

        assertThat(jobs).hasSize(50);
        CopiedJob read = jobs.get(7);
        CopiedJob written = job(7);
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }

    @Property(tries = 2000)
    void aFlippedBitIsRefusedOrChangesNothing(
            @ForAll @IntRange(max = 1_000_000) int position, @ForAll @IntRange(max = 7) int bit) {
        byte[] flipped = WHOLE.clone();
        flipped[position % WHOLE.length] ^= (byte) (1 << bit);

        // Gzip has a few bits that mean nothing: a time of day, a file system, what fills up the last byte.
        if (!isRefused(flipped)) {
            assertThat(unpacked(flipped)).isEqualTo(unpacked(WHOLE));
        }
    }

    @Test
    void cutShortAnywhereItIsRefused() {
        for (int length = 0; length < WHOLE.length; length++) {
            assertThat(isRefused(Arrays.copyOf(WHOLE, length)))
                    .as("cut after %s bytes", length)
                    .isTrue();
        }
    }

    @Property(tries = 200)
    void anythingBehindItsEndIsRefused(@ForAll byte[] more) {
        if (more.length > 0) {
            assertThat(isRefused(joined(WHOLE, more))).isTrue();
        }
    }

    @Test
    void asManyZerosAndAnotherBackupBehindItAreRefused() {
        assertThat(isRefused(joined(WHOLE, new byte[4096]))).isTrue();
        assertThat(isRefused(joined(WHOLE, packed("")))).isTrue();
        assertThat(isRefused(joined(WHOLE, WHOLE))).isTrue();
    }

    @Test
    void linesThatAreMissingOrSwappedAreRefused() {
        assertRefused(lines -> lines.remove(5), "checksum");
        assertRefused(lines -> lines.add(5, lines.remove(6)), "checksum");
        assertRefused(lines -> lines.remove(lines.size() - 1), "no manifest");
        assertRefused(lines -> lines.remove(0), "not a backup");
        assertRefused(lines -> lines.add(lines.get(3)), "behind its manifest");
    }

    @Test
    void aManifestThatCountsOtherJobsIsRefused() {
        assertRefused(lines -> lines.set(51, lines.get(51).replace("\"queued\":50", "\"queued\":49")), "counts other");
        assertRefused(
                lines -> lines.set(51, lines.get(51).replace("\"queued\":50", "\"queued\":50,\"failed\":1")),
                "counts other");
    }

    @Test
    void aNewerVersionIsRefusedByName() {
        assertRefused(
                lines -> lines.set(0, lines.get(0).replace("\"holdfast_backup\":1", "\"holdfast_backup\":2")),
                "its format is 2, and this version of Holdfast reads 1");
    }

    @Test
    void linesOfAnotherFormAreRefused() {
        assertRefused(lines -> lines.set(1, "{}"), "not the form of a job");
        assertRefused(lines -> lines.set(1, "not json"), "no JSON");
        assertRefused(lines -> lines.set(1, ""), "no");
        assertRefused(lines -> lines.set(1, lines.get(1).replace("\"queue\"", "\"gueue\"")), "not the form of a job");
        assertRefused(lines -> lines.set(1, lines.get(1).replace("\"queued\"", "\"eaten\"")), "not the form of a job");
        assertRefused(lines -> lines.set(1, lines.get(1).replace("\"data\":\"", "\"data\":\"*")), "not the form");
        assertRefused(lines -> lines.set(1, lines.get(1).replace("job-0", "job-€")), "not the form of a job");
    }

    @Test
    void otherFilesAreRefused() {
        assertThatThrownBy(() -> read("plain text\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("not a backup");
        assertThatThrownBy(() -> read(packed("{\"a\":1}\n"))).hasMessageContaining("not a backup");
        assertThatThrownBy(() -> read(packed("hello\n"))).hasMessageContaining("not a backup");
        assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("not a backup");
        assertThatThrownBy(() -> BackupReader.read(Path.of("no-such-file"), job -> {}))
                .hasMessageContaining("no such file");
    }

    private static void assertRefused(java.util.function.Consumer<List<String>> damage, String why) {
        List<String> lines = new ArrayList<>(unpacked(WHOLE).lines().toList());
        damage.accept(lines);
        byte[] damaged = packed(lines.stream().map(line -> line + "\n").collect(Collectors.joining()));

        assertThatThrownBy(() -> read(damaged))
                .isInstanceOf(UnusableBackup.class)
                .hasMessageContaining(why);
    }

    private static boolean isRefused(byte[] file) {
        try {
            read(file);
            return false;
        } catch (UnusableBackup refused) {
            return true;
        }
    }

    private static void read(byte[] file) {
        try {
            BackupReader.read(fileOf(file), job -> {});
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path fileOf(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("backup", ".gz");
        file.toFile().deleteOnExit();
        return Files.write(file, bytes);
    }

    private static byte[] backupOf(int jobs) {
        try {
            Path file = Files.createTempDirectory("backup").resolve("whole.gz");
            try (BackupWriter writer = new BackupWriter(file, Instant.parse("2026-11-28T10:00:00Z"))) {
                for (int i = 0; i < jobs; i++) {
                    writer.add(job(i));
                }
                writer.finish(Instant.parse("2026-11-28T10:00:01Z"));
            }
            return Files.readAllBytes(file);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static CopiedJob job(int number) {
        byte[] value = new byte[64];
        new java.util.Random(number).nextBytes(value);
        return new CopiedJob(
                "job-" + number,
                "default",
                Place.QUEUED,
                number,
                "",
                -1,
                List.of(Latin.bytes("data"), value, Latin.bytes("\u00ff name"), new byte[0]),
                List.of(new CopiedJob.Result("1-1", List.of(Latin.bytes("type"), Latin.bytes("1")))),
                5000,
                "proof",
                List.of("parent"),
                false);
    }

    private static byte[] joined(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String unpacked(byte[] bytes) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
