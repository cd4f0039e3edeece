package dev.holdfast.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rows that the spool has now, one line of JSON each, read page by page as they are written out: memory is needed for
 * one page only. If the disk fails on the way, the last line says so. For one thread.
 */
final class SpoolExport extends InputStream {

    private static final Logger log = LoggerFactory.getLogger(SpoolExport.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Spool spool;
    private final ObjectWriter json;
    private final LongSupplier nanoTime;
    private long after;
    private long end = Long.MAX_VALUE;
    private InputStream page = InputStream.nullInputStream();

    SpoolExport(Spool spool, ObjectWriter json, LongSupplier nanoTime) {
        this.spool = spool;
        this.json = json;
        this.nanoTime = nanoTime;
    }

    /** Reads the first page; returns why that is impossible, or null. */
    @Nullable
    Reason begin() {
        Outcome<Long> last = spool.ask(open -> open.rows().lastSeq(), Deadline.in(LIMIT, nanoTime));
        if (!(last instanceof Outcome.Done<Long> done)) {
            return spool.state().obstacle().orElse(Reason.DISK_SLOW);
        }
        // What comes meanwhile is not waited for.
        end = done.result();
        page = nextPage();
        return null;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = page.read(into, offset, length);
        if (count < 0 && after < end) {
            page = nextPage();
            count = page.read(into, offset, length);
        }
        return count;
    }

    private InputStream nextPage() {
        long from = after;
        Outcome<ExportedRows.Page> outcome =
                spool.ask(open -> ExportedRows.page(open.file(), from, end), Deadline.in(LIMIT, nanoTime));
        if (outcome instanceof Outcome.Done<ExportedRows.Page> done) {
            ExportedRows.Page rows = done.result();
            after = rows.rows().isEmpty() ? end : rows.last();
            return lines(rows.rows());
        }
        after = end;
        log.warn("An export of the spool is incomplete: last row={}", from);
        return lines(List.of(Map.of("incomplete", true)));
    }

    private InputStream lines(List<Map<String, Object>> rows) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Map<String, Object> row : rows) {
            try {
                lines.writeBytes(json.writeValueAsBytes(row));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("maps of texts, numbers and bytes are JSON", impossible);
            }
            lines.write('\n');
        }
        return new ByteArrayInputStream(lines.toByteArray());
    }
}
