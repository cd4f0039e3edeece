package dev.holdfast.spool;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Reason;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of jobs, one by one: how they come, what they say, how they are taken back. For one thread. */
final class Rows {

    /**
     * Where a job may be already.
     *
     * @param dataset of that node when it was last looked at; empty if unknown
     */
    record Doubt(Node node, String dataset) {}

    private static final String INSERT = """
            INSERT INTO job (id, proof, state, dataset, sent, reason, since, fingerprint, queue, remembered, ttl, at_front,
                terms, checksum, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";
    private static final String FIND =
            "SELECT seq, state, since, reason, arrived, fingerprint, queue FROM job WHERE id = ?";
    private static final String WHOLE = "SELECT fingerprint, proof FROM job WHERE (id = ? OR proof = ?)"
            + " AND (state <> 3 OR reason <> 'damaged')";
    private static final String REMOVE_DAMAGED =
            "DELETE FROM job WHERE (id = ? OR proof = ?) AND state = 3 AND reason = 'damaged'";
    private static final String JOIN = "UPDATE job SET state = ?, dataset = ?, sent = ? WHERE id = ? AND state = 0";
    private static final String FIRST_IN_LINE = "SELECT seq FROM job WHERE state = 0 ORDER BY lease, seq LIMIT 1";

    private static final QueueName NO_QUEUE = new QueueName("unknown");

    private final SpoolFile file;

    Rows(SpoolFile file) {
        this.file = file;
    }

    /**
     * Adds a job, unless it is there; in doubt wins over waiting (docs/protocol.md, R5).
     *
     * @param doubt where it may be already; null if it is surely nowhere
     */
    Added add(Job job, Reason reason, @Nullable Doubt doubt, long now) throws SQLException {
        Row row = Row.of(job, now);
        RowState state = doubt == null ? RowState.WAITING : RowState.sentTo(doubt.node());
        removeDamaged(job);
        PreparedStatement insert = file.of(INSERT);
        insert.setString(1, row.id());
        insert.setString(2, job.proof().value());
        insert.setInt(3, state.code());
        insert.setString(4, doubt == null ? "" : doubt.dataset());
        insert.setObject(5, doubt == null ? null : now);
        insert.setString(6, reason.word());
        insert.setLong(7, row.since());
        insert.setString(8, row.fingerprint());
        insert.setString(9, row.queue());
        insert.setLong(10, row.remembered());
        insert.setObject(11, row.ttl());
        insert.setBoolean(12, row.atFront());
        insert.setString(13, row.terms());
        insert.setInt(14, row.checksum());
        insert.setBytes(15, Parts.joined(row.hash()));
        if (insert.executeUpdate() == 1) {
            file.begun().add(state, 1);
            return Added.NEW;
        }
        Added before = known(job).orElse(Added.ID_TAKEN);
        if (doubt != null && before == Added.KNOWN) {
            join(job.id(), doubt, now);
        }
        return before;
    }

    private void join(JobId id, Doubt doubt, long now) throws SQLException {
        PreparedStatement join = file.of(JOIN);
        join.setInt(1, RowState.sentTo(doubt.node()).code());
        join.setString(2, doubt.dataset());
        join.setLong(3, now);
        join.setString(4, id.value());
        if (join.executeUpdate() == 1) {
            file.begun().move(RowState.WAITING, RowState.sentTo(doubt.node()));
        }
    }

    /**
     * What the rows say of this job, or of its id or proof; empty if nothing, or if such a row is damaged: no promise is
     * built on that.
     */
    Optional<Added> known(Job job) throws SQLException {
        PreparedStatement whole = file.of(WHOLE);
        whole.setString(1, job.id().value());
        whole.setString(2, job.proof().value());
        Optional<Added> known = Optional.empty();
        try (ResultSet found = whole.executeQuery()) {
            while (found.next()) {
                if (job.fingerprint().value().equals(found.getString("fingerprint"))) {
                    return Optional.of(Added.KNOWN);
                }
                boolean proven = job.proof().value().equals(found.getString("proof"));
                known = proven ? Optional.of(Added.PROOF_USED) : known.or(() -> Optional.of(Added.ID_TAKEN));
            }
        }
        return known;
    }

    private void removeDamaged(Job job) throws SQLException {
        if (file.begun().of(RowState.SET_ASIDE) > 0) {
            PreparedStatement remove = file.of(REMOVE_DAMAGED);
            remove.setString(1, job.id().value());
            remove.setString(2, job.proof().value());
            file.begun().add(RowState.SET_ASIDE, -remove.executeUpdate());
        }
    }

    Optional<SpooledJob> job(JobId id) throws SQLException {
        try (ResultSet found = find(id)) {
            if (!found.next()) {
                return Optional.empty();
            }
            long seq = found.getLong("seq");
            RowState state = RowState.of(found.getInt("state"));
            String queue = found.getString("queue");
            found.getLong("arrived");
            boolean arrived = !found.wasNull();
            return Optional.of(new SpooledJob(
                    id,
                    Objects.requireNonNullElse(found.getString("fingerprint"), ""),
                    // Of a damaged row only the id counts.
                    queue != null && QueueName.objection(queue) == null ? new QueueName(queue) : NO_QUEUE,
                    Instant.ofEpochMilli(found.getLong("since")),
                    Math.max(1, seq - firstInLine().orElse(seq) + 1),
                    Objects.requireNonNullElse(found.getString("reason"), ""),
                    node(state),
                    arrived,
                    state == RowState.SET_ASIDE,
                    state.isWithdrawn()));
        }
    }

    /** When the oldest job came that is still to run and not set aside, in milliseconds since 1970. */
    OptionalLong oldest() throws SQLException {
        OptionalLong oldest = OptionalLong.empty();
        for (RowState state : RowState.values()) {
            if (state != RowState.SET_ASIDE
                    && !state.isWithdrawn()
                    && file.begun().of(state) > 0) {
                PreparedStatement first = file.of(
                        "SELECT min(since) FROM (SELECT since FROM job WHERE state = ? ORDER BY lease, seq LIMIT 1)");
                first.setInt(1, state.code());
                long since = number(first).orElse(Long.MAX_VALUE);
                oldest = OptionalLong.of(Math.min(since, oldest.orElse(Long.MAX_VALUE)));
            }
        }
        return oldest;
    }

    /** The latest time that the file speaks of, in milliseconds since 1970; 0 if of none. */
    long latest() throws SQLException {
        long proven = number(file.of("SELECT max(at) FROM proof")).orElse(0);
        try (ResultSet newest = file.of("SELECT " + Row.COLUMNS + " FROM job ORDER BY seq DESC LIMIT 1")
                .executeQuery()) {
            Row row = newest.next() ? Row.read(newest) : null;
            return Math.max(proven, row == null ? 0 : row.since());
        }
    }

    /** Writes something, to know that it can be done. */
    void prove(long now) throws SQLException {
        PreparedStatement proof = file.of("UPDATE proof SET at = ?");
        proof.setLong(1, now);
        proof.executeUpdate();
    }

    /** Shows all ids, those of the proofs too, and says how many rows the index of the former has. */
    long eachId(Consumer<JobId> visitor) throws SQLException {
        each("SELECT proof FROM job", visitor);
        return each("SELECT id FROM job", visitor);
    }

    /** Reads the column's index only. */
    private long each(String column, Consumer<JobId> visitor) throws SQLException {
        long count = 0;
        try (ResultSet ids = file.of(column).executeQuery()) {
            while (ids.next()) {
                count++;
                String id = ids.getString(1);
                if (id != null && JobId.objection(id) == null) {
                    visitor.accept(new JobId(id));
                }
            }
        }
        return count;
    }

    /** The number of the last row that was ever added; what is lost of the file is found out by it. */
    long lastSeq() throws SQLException {
        return number(file.of("SELECT seq FROM sqlite_sequence WHERE name = 'job'"))
                .orElse(0);
    }

    /** Numbers up to this one are never given again. */
    void lift(long seq) throws SQLException {
        PreparedStatement lift = file.of("UPDATE sqlite_sequence SET seq = ? WHERE name = 'job'");
        lift.setLong(1, seq);
        if (lift.executeUpdate() == 0) {
            PreparedStatement first = file.of("INSERT INTO sqlite_sequence (name, seq) VALUES ('job', ?)");
            first.setLong(1, seq);
            first.executeUpdate();
        }
    }

    private OptionalLong firstInLine() throws SQLException {
        return number(file.of(FIRST_IN_LINE));
    }

    private ResultSet find(JobId id) throws SQLException {
        PreparedStatement find = file.of(FIND);
        find.setString(1, id.value());
        return find.executeQuery();
    }

    private static OptionalLong number(PreparedStatement query) throws SQLException {
        try (ResultSet result = query.executeQuery()) {
            return result.next() ? OptionalLong.of(result.getLong(1)) : OptionalLong.empty();
        }
    }

    private static @Nullable Node node(RowState state) {
        return switch (state) {
            case SENT_TO_PRIMARY, WITHDRAWN_AT_STANDBY -> Node.PRIMARY;
            case SENT_TO_STANDBY, WITHDRAWN_AT_PRIMARY -> Node.STANDBY;
            case WAITING, SET_ASIDE, WITHDRAWN -> null;
        };
    }
}
