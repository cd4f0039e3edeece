package dev.holdfast.spool;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a row says of its job, which never changes, as the file has it.
 *
 * @param since when the job came, in milliseconds since 1970
 * @param remembered in seconds, as is {@code ttl}; null for ever
 * @param terms as {@link TermsText} writes them
 * @param hash field names and values, alternating
 */
record Row(
        String id,
        String fingerprint,
        String queue,
        long since,
        long remembered,
        @Nullable Long ttl,
        boolean atFront,
        String terms,
        List<byte[]> hash) {

    /** The columns of which {@link #read} makes a row. */
    static final String COLUMNS =
            "id, proof, fingerprint, queue, since, remembered, ttl, at_front, terms, checksum, hash";

    static Row of(Job job, long since) {
        return new Row(
                job.id().value(),
                job.fingerprint().value(),
                job.queue().value(),
                since,
                job.remembered().toSeconds(),
                job.ttl() == null ? null : job.ttl().toSeconds(),
                job.atFront(),
                TermsText.of(job.terms()),
                job.hash());
    }

    /** What this row of a table says; null if it is not what was written. */
    static @Nullable Row read(ResultSet rows) throws SQLException {
        String id = rows.getString("id");
        String fingerprint = rows.getString("fingerprint");
        String queue = rows.getString("queue");
        byte[] joined = rows.getBytes("hash");
        List<byte[]> hash = joined == null ? null : Parts.of(joined);
        String terms = rows.getString("terms");
        if (id == null || fingerprint == null || queue == null || hash == null || terms == null) {
            return null;
        }
        long seconds = rows.getLong("ttl");
        Long ttl = rows.wasNull() ? null : seconds;
        Row row = new Row(
                id,
                fingerprint,
                queue,
                rows.getLong("since"),
                rows.getLong("remembered"),
                ttl,
                rows.getBoolean("at_front"),
                terms,
                hash);
        return row.checksum() == rows.getInt("checksum") && row.isOfAJob() ? row : null;
    }

    private boolean isOfAJob() {
        try {
            return !job().hash().isEmpty();
        } catch (IllegalArgumentException noJobIsLikeThis) {
            return false;
        }
    }

    Job job() {
        return new Job(
                new JobId(id),
                new QueueName(queue),
                new Fingerprint(fingerprint),
                Duration.ofSeconds(remembered),
                ttl == null ? null : Duration.ofSeconds(ttl),
                TermsText.read(terms, atFront),
                hash);
    }

    /** Of everything in it: a disk may give back what was never written. */
    int checksum() {
        CRC32C sum = new CRC32C();
        // Rows of the first schema had no terms.
        String[] texts =
                terms.isEmpty() ? new String[] {id, fingerprint, queue} : new String[] {id, fingerprint, queue, terms};
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sum.update(bytes);
            sum.update(0);
        }
        long[] numbers = {since, remembered, ttl == null ? -1 : ttl, atFront ? 1 : 0};
        ByteBuffer figures = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) {
            figures.putLong(number);
        }
        sum.update(figures.flip());
        sum.update(Parts.joined(hash));
        return (int) sum.getValue();
    }

    /** Names the job only. */
    @Override
    public String toString() {
        return "Row{" + id + "}";
    }
}
