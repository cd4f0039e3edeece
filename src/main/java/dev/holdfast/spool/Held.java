package dev.holdfast.spool;

import dev.holdfast.job.JobId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows that wait, for a node or for an operator, and how they are let go or given up. For one thread. */
final class Held {

    // Never again does it pass for a job that was never sent.
    private static final String WAITING =
            "state = 0, dataset = '', sent = NULL, arrived = NULL, lease = 0, claims = claims + 1";
    // Jobs of which a node has said that it has them wait for that node, however long: elsewhere they would run twice.
    private static final String LONGER_THAN = """
            SELECT seq FROM job WHERE state = ? AND lease <= ? AND sent <= ? AND arrived IS NULL
            ORDER BY lease, seq LIMIT ?""";
    private static final String LET_GO = "UPDATE job SET " + WAITING + " WHERE seq = ?";
    private static final String RELEASE = "UPDATE job SET " + WAITING + " WHERE id = ? AND state = ? AND lease <= ?";
    private static final String RETRY = "UPDATE job SET " + WAITING + " WHERE id = ? AND state = 3";
    // What is damaged would only be set aside again.
    private static final String ASIDE =
            "SELECT seq FROM job WHERE state = 3 AND reason <> 'damaged' AND seq > ? ORDER BY seq LIMIT ?";
    private static final String DISCARD = "DELETE FROM job WHERE id = ? AND state NOT IN (1, 2) RETURNING state";
    private static final int AT_ONCE = 1_000;

    private final SpoolFile file;

    Held(SpoolFile file) {
        this.file = file;
    }

    /**
     * Lets go what has waited too long for a node that does not answer for it; each may run twice from then on.
     *
     * @param sentBefore in milliseconds since 1970
     * @return how many
     */
    int letGo(long sentBefore, long now) throws SQLException {
        int released = 0;
        for (RowState state : List.of(RowState.SENT_TO_PRIMARY, RowState.SENT_TO_STANDBY)) {
            if (file.begun().of(state) > 0) {
                PreparedStatement late = file.of(LONGER_THAN);
                late.setInt(1, state.code());
                late.setLong(2, now);
                late.setLong(3, sentBefore);
                late.setInt(4, AT_ONCE);
                for (long seq : numbers(late)) {
                    letGo(seq, state);
                    released++;
                }
            }
        }
        return released;
    }

    private void letGo(long seq, RowState from) throws SQLException {
        PreparedStatement go = file.of(LET_GO);
        go.setLong(1, seq);
        go.executeUpdate();
        file.begun().move(from, RowState.WAITING);
    }

    /** Lets one job go that was sent to a node, on an operator's word; false if no row is like that now. */
    boolean release(JobId id, long now) throws SQLException {
        for (RowState state : List.of(RowState.SENT_TO_PRIMARY, RowState.SENT_TO_STANDBY)) {
            PreparedStatement release = file.of(RELEASE);
            release.setString(1, id.value());
            release.setInt(2, state.code());
            release.setLong(3, now);
            if (release.executeUpdate() == 1) {
                file.begun().move(state, RowState.WAITING);
                return true;
            }
        }
        return false;
    }

    /** Has one job tried again that was set aside; false if no row is like that. */
    boolean retry(JobId id) throws SQLException {
        PreparedStatement retry = file.of(RETRY);
        retry.setString(1, id.value());
        boolean found = retry.executeUpdate() == 1;
        if (found) {
            file.begun().move(RowState.SET_ASIDE, RowState.WAITING);
        }
        return found;
    }

    /**
     * Has jobs tried again that were set aside, a bounded number of them.
     *
     * @param after the number of a row; only later ones are tried, so that none is twice which is set aside once more
     * @return the numbers of those that wait now, in order
     */
    List<Long> retrySome(long after) throws SQLException {
        PreparedStatement aside = file.of(ASIDE);
        aside.setLong(1, after);
        aside.setInt(2, AT_ONCE);
        List<Long> rows = numbers(aside);
        for (long seq : rows) {
            letGo(seq, RowState.SET_ASIDE);
        }
        return rows;
    }

    /** Gives one job up, but for one that may be at a node and is still to run; false if no row is like that. */
    boolean discard(JobId id) throws SQLException {
        PreparedStatement discard = file.of(DISCARD);
        discard.setString(1, id.value());
        try (ResultSet discarded = discard.executeQuery()) {
            boolean found = discarded.next();
            if (found) {
                file.begun().add(RowState.of(discarded.getInt(1)), -1);
            }
            return found;
        }
    }

    private static List<Long> numbers(PreparedStatement query) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }
}
