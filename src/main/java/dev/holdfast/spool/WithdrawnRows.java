package dev.holdfast.spool;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of jobs that their clients take back. One that was never sent is gone at once; one that was stays until each
 * node has said that it does not have the job and will not, or that it is too late (docs/protocol.md, R13). For one
 * thread.
 */
final class WithdrawnRows {

    private static final String DELETE_WAITING = "DELETE FROM job WHERE id = ? AND state = 0";
    // Whoever is placing it in this moment ends nothing by it, so nobody has to wait for that.
    private static final String WITHDRAW = "UPDATE job SET state = 4, lease = 0 WHERE id = ? AND state = ?";
    // The parents are the first of the words, and separated by commas.
    private static final String IS_AWAITED = """
            SELECT 1 FROM job WHERE terms LIKE 'after=%' AND state < 4
            AND instr(',' || substr(terms, 7, instr(terms || ' ', ' ') - 7) || ',', ',' || ? || ',') > 0 LIMIT 1""";
    private static final String STATE = "SELECT state FROM job WHERE id = ?";
    private static final String CLAIMABLE = "SELECT seq, claims, " + Row.COLUMNS
            + " FROM job WHERE state = ? AND lease <= ? ORDER BY lease, seq LIMIT ?";
    private static final String CLAIM = "UPDATE job SET lease = ?, claims = claims + 1 WHERE seq = ?";
    private static final String ANSWERED = "UPDATE job SET state = ?, lease = 0 WHERE seq = ? AND state = 4";
    private static final String DELETE = "DELETE FROM job WHERE seq = ? AND state = ?";
    private static final String POSTPONE = "UPDATE job SET lease = ? WHERE seq = ? AND claims = ? AND state >= 4";

    private final SpoolFile file;
    private final LongSupplier nanoTime;

    WithdrawnRows(SpoolFile file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
    }

    Withdrawal withdraw(JobId id) throws SQLException {
        RowState before = state(id);
        if (before != null && before != RowState.SET_ASIDE && !before.isWithdrawn() && isAwaited(id)) {
            return Withdrawal.AWAITED;
        }
        PreparedStatement delete = file.of(DELETE_WAITING);
        delete.setString(1, id.value());
        if (delete.executeUpdate() == 1) {
            file.begun().add(RowState.WAITING, -1);
            return Withdrawal.DONE;
        }
        for (RowState sent : List.of(RowState.SENT_TO_PRIMARY, RowState.SENT_TO_STANDBY)) {
            PreparedStatement withdraw = file.of(WITHDRAW);
            withdraw.setString(1, id.value());
            withdraw.setInt(2, sent.code());
            file.begun().move(sent, RowState.WITHDRAWN, withdraw.executeUpdate());
        }
        RowState state = state(id);
        if (state == null) {
            return Withdrawal.UNKNOWN;
        }
        return state.isWithdrawn() ? Withdrawal.BEGUN : Withdrawal.SET_ASIDE;
    }

    private boolean isAwaited(JobId id) throws SQLException {
        PreparedStatement children = file.of(IS_AWAITED);
        children.setString(1, id.value());
        try (ResultSet found = children.executeQuery()) {
            return found.next();
        }
    }

    private @Nullable RowState state(JobId id) throws SQLException {
        PreparedStatement state = file.of(STATE);
        state.setString(1, id.value());
        try (ResultSet found = state.executeQuery()) {
            return found.next() ? RowState.of(found.getInt(1)) : null;
        }
    }

    /** Hands out the rows for which this node has not answered. */
    List<Claim> claim(Claims.Target target, int max, Duration lease, long now) throws SQLException {
        List<Claim> claims = new ArrayList<>();
        for (RowState state : open(target)) {
            if (file.begun().of(state) > 0 && claims.size() < max) {
                claim(state, max - claims.size(), lease, now, claims);
            }
        }
        return claims;
    }

    /** Of copies of the same data only the active node is asked, and answers for both. */
    private static List<RowState> open(Claims.Target target) {
        if (!target.alone()) {
            return List.of(RowState.WITHDRAWN, RowState.withdrawnAt(other(target.node())));
        }
        return target.active()
                ? List.of(RowState.WITHDRAWN, RowState.WITHDRAWN_AT_PRIMARY, RowState.WITHDRAWN_AT_STANDBY)
                : List.of();
    }

    private void claim(RowState state, int max, Duration lease, long now, List<Claim> into) throws SQLException {
        PreparedStatement query = file.of(CLAIMABLE);
        query.setInt(1, state.code());
        query.setLong(2, now);
        query.setInt(3, max);
        List<Long> damaged = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                Row row = Row.read(rows);
                Token token = new Token(rows.getLong("seq"), rows.getLong("claims") + 1);
                if (row == null) {
                    damaged.add(token.seq());
                } else {
                    tokens.add(token);
                    into.add(new Claim(
                            row.job().withdrawn(), Deadline.in(lease, nanoTime), token.toString(), true, false));
                }
            }
        }
        for (Token token : tokens) {
            PreparedStatement claim = file.of(CLAIM);
            claim.setLong(1, now + lease.toMillis());
            claim.setLong(2, token.seq());
            claim.executeUpdate();
        }
        for (long seq : damaged) {
            Claims.setAsideDamaged(file, seq, state);
        }
    }

    /** The node has answered for these; returns for how many rows it was the last one. */
    int finish(Collection<Claim> claims, Claims.Target target) throws SQLException {
        int ended = 0;
        for (Claim claim : claims) {
            long seq = Token.of(claim).seq();
            if (target.alone()) {
                ended += delete(seq, RowState.WITHDRAWN)
                        + delete(seq, RowState.WITHDRAWN_AT_PRIMARY)
                        + delete(seq, RowState.WITHDRAWN_AT_STANDBY);
            } else {
                ended += delete(seq, RowState.withdrawnAt(other(target.node())));
                PreparedStatement answered = file.of(ANSWERED);
                RowState now = RowState.withdrawnAt(target.node());
                answered.setInt(1, now.code());
                answered.setLong(2, seq);
                file.begun().move(RowState.WITHDRAWN, now, answered.executeUpdate());
            }
        }
        return ended;
    }

    private int delete(long seq, RowState state) throws SQLException {
        PreparedStatement delete = file.of(DELETE);
        delete.setLong(1, seq);
        delete.setInt(2, state.code());
        int rows = delete.executeUpdate();
        file.begun().add(state, -rows);
        return rows;
    }

    /**
     * Offers these later.
     *
     * @param until when, in milliseconds since 1970
     * @return for how many rows that was true
     */
    int postpone(Collection<Claim> claims, long until) throws SQLException {
        int rows = 0;
        for (Claim claim : claims) {
            PreparedStatement postpone = file.of(POSTPONE);
            postpone.setLong(1, until);
            postpone.setLong(2, Token.of(claim).seq());
            postpone.setLong(3, Token.of(claim).claim());
            rows += postpone.executeUpdate();
        }
        return rows;
    }

    private static Node other(Node node) {
        return node == Node.PRIMARY ? Node.STANDBY : Node.PRIMARY;
    }
}
