package dev.holdfast.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the database must hold at least, in a line of text beside it: SQLite stops in silence at the first damaged place of
 * its log, and this tells what came after it. It outlives {@code kill -9}, not the loss of power. For one thread.
 */
final class HighWaterMark implements Closeable {

    /**
     * What was committed last.
     *
     * @param seq the highest number of a row so far
     * @param rows how many there were then
     */
    record Level(long seq, long rows) {

        private String line() {
            String figures = String.format(Locale.ROOT, "%019d %019d ", seq, rows);
            return figures + String.format(Locale.ROOT, "%08x%n", checkOf(figures));
        }

        private static int checkOf(String figures) {
            CRC32C sum = new CRC32C();
            sum.update(figures.getBytes(StandardCharsets.US_ASCII));
            return (int) sum.getValue();
        }
    }

    private static final Logger log = LoggerFactory.getLogger(HighWaterMark.class);
    private static final Pattern LINE =
            Pattern.compile("(?<figures>(?<seq>[0-9]{19}) (?<rows>[0-9]{19}) )(?<check>[0-9a-f]{8})\\R");

    /** Not a channel, which an interrupt would close. */
    private final RandomAccessFile file;

    private @Nullable Level written;
    private boolean failing;

    private HighWaterMark(RandomAccessFile file) {
        this.file = file;
    }

    static HighWaterMark open(Path path) throws IOException {
        return new HighWaterMark(new RandomAccessFile(path.toFile(), "rw"));
    }

    /** What it says; empty if it says nothing, or not what was once written. */
    Optional<Level> read() throws IOException {
        byte[] bytes = new byte[(int) Math.min(1_000, file.length())];
        file.seek(0);
        file.readFully(bytes);
        Matcher line = LINE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (!line.matches()
                || Integer.parseUnsignedInt(line.group("check"), 16) != Level.checkOf(line.group("figures"))) {
            return Optional.empty();
        }
        return Optional.of(new Level(Long.parseLong(line.group("seq")), Long.parseLong(line.group("rows"))));
    }

    /** Notes what is committed now. That it cannot be noted takes nothing from the rows, and is said once. */
    void reached(Level level) {
        if (level.equals(written)) {
            return;
        }
        try {
            byte[] line = level.line().getBytes(StandardCharsets.US_ASCII);
            file.seek(0);
            file.write(line);
            if (written == null) {
                file.setLength(line.length);
            }
            written = level;
            failing = false;
        } catch (IOException unwritten) {
            if (!failing) {
                log.warn("The spool's high-water mark cannot be written: cause={}", unwritten.getMessage());
            }
            failing = true;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
