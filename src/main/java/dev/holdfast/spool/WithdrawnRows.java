package dev.holdfast.spool;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The rows of jobs that their clients take back. One that was never sent is gone at once; one that was stays until each
 * node has said that it does not have the job and will not, or that it is too late (docs/protocol.md, R13). For one
 * thread.
 */
final class WithdrawnRows {

    private static final String FIND = "SELECT seq, state, claims, " + Row.COLUMNS + " FROM job WHERE id = ?";
    // Whoever is placing it in this moment ends nothing by it, so nobody has to wait for that.
    private static final String WITHDRAW = "UPDATE job SET state = 4, lease = 0, arrived = NULL WHERE seq = ?";
    private static final String CHILDREN = "SELECT terms FROM job WHERE terms LIKE 'after=%'";
    // The parents are the first of the words, and separated by commas.
    private static final String IS_AWAITED = """
            SELECT 1 FROM job WHERE terms LIKE 'after=%' AND state < 4
            AND instr(',' || substr(terms, 7, instr(terms || ' ', ' ') - 7) || ',', ',' || ? || ',') > 0 LIMIT 1""";
    private static final String CLAIMABLE = "SELECT seq, claims, " + Row.COLUMNS
            + " FROM job WHERE state = ? AND lease <= ? AND coalesce(arrived, 0) <= ? ORDER BY lease, seq LIMIT ?";
    private static final String CLAIM = "UPDATE job SET lease = ?, claims = claims + 1 WHERE seq = ?";
    private static final String ANSWERED =
            "UPDATE job SET state = ?, arrived = ?, lease = 0 WHERE seq = ? AND state = ?";
    private static final String DELETE = "DELETE FROM job WHERE seq = ? AND state = ? AND coalesce(arrived, 0) >= ?";
    private static final String POSTPONE = "UPDATE job SET lease = ? WHERE seq = ? AND claims = ? AND state >= 4";

    /** In a long queue each of them is a walk through the whole of it, and new jobs wait behind. */
    private static final int AT_ONCE = 20;
    /** An answer counts until the job could come to that node after all; it is noted a lease late at most. */
    private static final long COUNTS = Job.KEPT_OUT.minusMinutes(6).toMillis();
    /** An answer is renewed in good time. */
    private static final long FRESH = Job.KEPT_OUT.toMillis() / 2;
    /** How often answers are looked for that have to be: all rows are read for it. */
    private static final long LOOK = Duration.ofMinutes(1).toMillis();

    private final SpoolFile file;
    private final LongSupplier nanoTime;
    private final Map<Node, Long> nextLook = new EnumMap<>(Node.class);

    WithdrawnRows(SpoolFile file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
    }

    /** @param revoked gets the claim from which somebody may be placing the job now; it means nothing if this is undone */
    Withdrawal withdraw(JobId id, RevokedClaims revoked) throws SQLException {
        PreparedStatement find = file.of(FIND);
        find.setString(1, id.value());
        Token latest;
        RowState state;
        Row row;
        try (ResultSet found = find.executeQuery()) {
            if (!found.next()) {
                return new Withdrawal.Unknown();
            }
            latest = new Token(found.getLong("seq"), found.getLong("claims"));
            state = RowState.of(found.getInt("state"));
            row = Row.read(found);
        }
        if (state == RowState.SET_ASIDE || row == null) {
            return new Withdrawal.SetAside();
        } else if (state.isWithdrawn()) {
            return new Withdrawal.Begun(row.job().withdrawn());
        } else if (isAwaited(id)) {
            return new Withdrawal.Awaited();
        } else if (state == RowState.WAITING && latest.claim() == 0) {
            delete(latest.seq(), state, 0);
            return new Withdrawal.Done(row.job().withdrawn());
        }
        PreparedStatement withdraw = file.of(WITHDRAW);
        withdraw.setLong(1, latest.seq());
        withdraw.executeUpdate();
        file.begun().move(state, RowState.WITHDRAWN);
        revoked.add(latest);
        return new Withdrawal.Begun(row.job().withdrawn());
    }

    /** Whether jobs that lie here and may run yet wait for this one, wherever it is. */
    boolean isAwaited(JobId id) throws SQLException {
        PreparedStatement children = file.of(IS_AWAITED);
        children.setString(1, id.value());
        try (ResultSet found = children.executeQuery()) {
            return found.next();
        }
    }

    /** Shows the jobs for which others wait that lie here. */
    void eachAwaited(Consumer<JobId> visitor) throws SQLException {
        try (ResultSet children = file.of(CHILDREN).executeQuery()) {
            while (children.next()) {
                TermsText.parents(children.getString(1)).forEach(visitor);
            }
        }
    }

    /** Hands out the rows for which this node has not answered, or has so long ago that it might forget. */
    List<Claim> claim(Claims.Target target, int max, Duration lease, long now) throws SQLException {
        List<Claim> claims = new ArrayList<>();
        for (RowState state : open(target, now)) {
            boolean renews = !target.alone() && state == RowState.withdrawnAt(target.node());
            int room = Math.min(AT_ONCE, max) - claims.size();
            if (file.begun().of(state) > 0 && room > 0) {
                int found = claim(state, renews ? now - FRESH : Long.MAX_VALUE, room, lease, now, claims);
                if (renews && found < room) {
                    nextLook.put(target.node(), now + LOOK);
                }
            }
        }
        return claims;
    }

    /** Of copies of the same data only the active node is asked, and answers for both. */
    private List<RowState> open(Claims.Target target, long now) {
        if (target.alone()) {
            return target.active()
                    ? List.of(RowState.WITHDRAWN, RowState.WITHDRAWN_AT_PRIMARY, RowState.WITHDRAWN_AT_STANDBY)
                    : List.of();
        }
        List<RowState> open = new ArrayList<>(List.of(RowState.WITHDRAWN, RowState.withdrawnAt(other(target.node()))));
        if (now >= nextLook.getOrDefault(target.node(), 0L)) {
            open.add(RowState.withdrawnAt(target.node()));
        }
        return open;
    }

    /** Returns how many rows there were, at most {@code max}. */
    private int claim(RowState state, long answeredBy, int max, Duration lease, long now, List<Claim> into)
            throws SQLException {
        PreparedStatement query = file.of(CLAIMABLE);
        query.setInt(1, state.code());
        query.setLong(2, now);
        query.setLong(3, answeredBy);
        query.setInt(4, max);
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
        return tokens.size() + damaged.size();
    }

    /** The node has answered for these; returns for how many rows it was the last one. */
    int finish(Collection<Claim> claims, Claims.Target target, long now) throws SQLException {
        int ended = 0;
        for (Claim claim : claims) {
            long seq = Token.of(claim).seq();
            if (target.alone()) {
                ended += delete(seq, RowState.WITHDRAWN, 0)
                        + delete(seq, RowState.WITHDRAWN_AT_PRIMARY, 0)
                        + delete(seq, RowState.WITHDRAWN_AT_STANDBY, 0);
            } else {
                int last = delete(seq, RowState.withdrawnAt(other(target.node())), now - COUNTS);
                ended += last;
                if (last == 0) {
                    answered(seq, RowState.withdrawnAt(target.node()), now);
                }
            }
        }
        return ended;
    }

    private void answered(long seq, RowState by, long now) throws SQLException {
        for (RowState from :
                List.of(RowState.WITHDRAWN, RowState.WITHDRAWN_AT_PRIMARY, RowState.WITHDRAWN_AT_STANDBY)) {
            PreparedStatement answered = file.of(ANSWERED);
            answered.setInt(1, by.code());
            answered.setLong(2, now);
            answered.setLong(3, seq);
            answered.setInt(4, from.code());
            int rows = answered.executeUpdate();
            if (rows > 0) {
                file.begun().move(from, by, rows);
                return;
            }
        }
    }

    private int delete(long seq, RowState state, long answeredSince) throws SQLException {
        PreparedStatement delete = file.of(DELETE);
        delete.setLong(1, seq);
        delete.setInt(2, state.code());
        delete.setLong(3, answeredSince);
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
