package dev.holdfast.spool;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.Node;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows as they are brought into Redis. A row that is handed out names its node from then on, on the disk, before
 * anything is sent there: whatever happens to this service, the job is placed there and nowhere else. For one thread.
 */
final class Claims {

    private static final Logger log = LoggerFactory.getLogger(Claims.class);

    /** What may be in memory because of one call; the jobs are few where they are large. */
    private static final long BYTES = 4_000_000;
    /** Nothing is concluded from a proof in its last minute (docs/protocol.md, R12). */
    private static final long MARGIN = Duration.ofMinutes(1).toMillis();

    /**
     * A node that rows are brought to.
     *
     * @param dataset of the node now; empty if unknown
     * @param active whether it is the one that takes what has been nowhere yet
     * @param alone whether there is no other node with data of its own
     */
    record Target(Node node, String dataset, boolean active, boolean alone) {

        RowState state() {
            return RowState.sentTo(node);
        }
    }

    /** What one call hands out. */
    private static final class Handful {

        private final Target target;
        private final int max;
        private final Duration lease;
        private final long now;
        private final List<Claim> claims = new ArrayList<>();
        private long bytes;

        Handful(Target target, int max, Duration lease, long now) {
            this.target = target;
            this.max = max;
            this.lease = lease;
            this.now = now;
        }

        void add(Claim claim) {
            claims.add(claim);
            for (byte[] part : claim.job().hash()) {
                bytes += part.length;
            }
        }

        int room() {
            return bytes > BYTES ? 0 : max - claims.size();
        }
    }

    private static final String SELECT = "SELECT seq, claims, sent, " + Row.COLUMNS + " FROM job WHERE state = ?";
    private static final String OLDEST_FIRST = " ORDER BY lease, seq LIMIT ?";
    private static final String WAITING = SELECT + " AND lease <= ?" + OLDEST_FIRST;
    private static final String SENT_HERE = SELECT + " AND lease <= ? AND dataset IN (?, '')" + OLDEST_FIRST;
    // The same data at another node: what was sent there is here, or is lost (docs/protocol.md, one lineage).
    private static final String SENT_TO_THE_SAME_DATA =
            SELECT + " AND lease <= ? AND dataset = ? AND dataset <> ''" + OLDEST_FIRST;
    private static final String CLAIM = """
            UPDATE job SET state = ?, dataset = ?, sent = coalesce(sent, ?), lease = ?, claims = claims + 1
            WHERE seq = ?""";
    private static final String DAMAGED = "UPDATE job SET state = 3, lease = 0, reason = 'damaged' WHERE seq = ?";
    private static final String ARRIVED = "UPDATE job SET arrived = ? WHERE seq = ? AND state = ?";
    // Not what was taken back meanwhile: it ends otherwise.
    private static final String FINISH = "DELETE FROM job WHERE seq = ? AND state < 4 RETURNING state";
    private static final String RELEASE = """
            UPDATE job SET state = 0, dataset = '', sent = NULL, lease = ?
            WHERE seq = ? AND claims = ? AND state = ?""";
    private static final String SET_ASIDE =
            "UPDATE job SET state = 3, lease = 0, reason = ? WHERE seq = ? AND state = ?";

    private final SpoolFile file;
    private final Duration maxHold;
    private final LongSupplier nanoTime;

    /** @param maxHold how long a job waits for parents of which no node knows, and which may be somewhere */
    Claims(SpoolFile file, Duration maxHold, LongSupplier nanoTime) {
        this.file = file;
        this.maxHold = maxHold;
        this.nanoTime = nanoTime;
    }

    /** Hands out rows that were sent to this node before, then, if it is the active one, rows that were nowhere. */
    List<Claim> claim(Target target, int max, Duration lease, long now) throws SQLException {
        Handful handful = new Handful(target, max, lease, now);
        takeSent(SENT_HERE, target.state(), handful);
        RowState other = target.node() == Node.PRIMARY ? RowState.SENT_TO_STANDBY : RowState.SENT_TO_PRIMARY;
        if (file.begun().of(other) > 0) {
            takeSent(SENT_TO_THE_SAME_DATA, other, handful);
        }
        if (target.active()) {
            PreparedStatement waiting = file.of(WAITING);
            waiting.setInt(1, RowState.WAITING.code());
            waiting.setLong(2, now);
            waiting.setInt(3, handful.room());
            take(waiting, RowState.WAITING, handful);
        }
        return handful.claims;
    }

    private void takeSent(String sql, RowState state, Handful handful) throws SQLException {
        PreparedStatement sent = file.of(sql);
        sent.setInt(1, state.code());
        sent.setLong(2, handful.now);
        sent.setString(3, handful.target.dataset());
        sent.setInt(4, handful.room());
        take(sent, state, handful);
    }

    private void take(PreparedStatement query, RowState from, Handful handful) throws SQLException {
        List<Long> taken = new ArrayList<>();
        List<Long> damaged = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (handful.room() > 0 && rows.next()) {
                Row row = Row.read(rows);
                (row == null ? damaged : taken).add(rows.getLong("seq"));
                if (row != null) {
                    handful.add(claim(row, rows, from, handful));
                }
            }
        }
        for (long seq : taken) {
            mark(seq, handful);
            file.begun().move(from, handful.target.state());
        }
        for (long seq : damaged) {
            setAsideDamaged(file, seq, from);
        }
    }

    static void setAsideDamaged(SpoolFile file, long seq, RowState from) throws SQLException {
        PreparedStatement aside = file.of(DAMAGED);
        aside.setLong(1, seq);
        aside.executeUpdate();
        file.begun().move(from, RowState.SET_ASIDE);
        log.error("A job of the spool is damaged and set aside, the others go on: row={}", seq);
    }

    private Claim claim(Row row, ResultSet rows, RowState from, Handful handful) throws SQLException {
        long sent = rows.getLong("sent");
        boolean faded = !rows.wasNull() && handful.now - sent > row.remembered() * 1000 - MARGIN;
        Token token = new Token(rows.getLong("seq"), rows.getLong("claims") + 1);
        Deadline lease = Deadline.in(handful.lease, nanoTime);
        boolean held = handful.now - row.since() < maxHold.toMillis();
        Job job = held ? row.job() : row.job().withMissingParentsMet();
        return new Claim(job, lease, token.toString(), from != RowState.WAITING, faded);
    }

    private void mark(long seq, Handful handful) throws SQLException {
        PreparedStatement claim = file.of(CLAIM);
        claim.setInt(1, handful.target.state().code());
        claim.setString(2, handful.target.dataset());
        claim.setLong(3, handful.now);
        claim.setLong(4, handful.now + handful.lease.toMillis());
        claim.setLong(5, seq);
        claim.executeUpdate();
    }

    /** They are at this node, though not yet safe there. Returns, as all that follow do, how many rows it was true of. */
    int arrived(Collection<Claim> claims, RowState at, long now) throws SQLException {
        PreparedStatement arrived = file.of(ARRIVED);
        int rows = 0;
        for (Claim claim : claims) {
            arrived.setLong(1, now);
            arrived.setLong(2, Token.of(claim).seq());
            arrived.setInt(3, at.code());
            rows += arrived.executeUpdate();
        }
        return rows;
    }

    int finish(Collection<Claim> claims) throws SQLException {
        PreparedStatement finish = file.of(FINISH);
        int rows = 0;
        for (Claim claim : claims) {
            finish.setLong(1, Token.of(claim).seq());
            try (ResultSet finished = finish.executeQuery()) {
                if (finished.next()) {
                    file.begun().add(RowState.of(finished.getInt(1)), -1);
                    rows++;
                }
            }
        }
        return rows;
    }

    /** @param until when they are offered again, in milliseconds since 1970; 0 before all others */
    int release(Collection<Claim> claims, RowState at, long until) throws SQLException {
        PreparedStatement release = file.of(RELEASE);
        int rows = 0;
        for (Claim claim : claims) {
            Token token = Token.of(claim);
            release.setLong(1, until);
            release.setLong(2, token.seq());
            release.setLong(3, token.claim());
            release.setInt(4, at.code());
            rows += release.executeUpdate();
        }
        file.begun().move(at, RowState.WAITING, rows);
        return rows;
    }

    int setAside(Claim claim, RowState at, String why) throws SQLException {
        PreparedStatement aside = file.of(SET_ASIDE);
        aside.setString(1, why);
        aside.setLong(2, Token.of(claim).seq());
        aside.setInt(3, at.code());
        int rows = aside.executeUpdate();
        file.begun().move(at, RowState.SET_ASIDE, rows);
        return rows;
    }
}
