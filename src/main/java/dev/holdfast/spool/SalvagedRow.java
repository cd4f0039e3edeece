package dev.holdfast.spool;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a damaged file, as it is there.
 *
 * @param values in the order of {@link #COLUMNS}
 * @param isDamaged whether it is not what was written: then it waits for an operator
 */
record SalvagedRow(long seq, List<@Nullable Object> values, boolean isDamaged) {

    static final String COLUMNS = "seq, state, lease, claims, dataset, sent, arrived, reason, " + Row.COLUMNS;

    private static final List<String> NAMES = List.of(COLUMNS.split(", "));
    private static final int STATE = NAMES.indexOf("state");
    private static final int REASON = NAMES.indexOf("reason");

    static SalvagedRow read(ResultSet rows) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (String name : NAMES) {
            values.add(rows.getObject(name));
        }
        boolean standsSomewhere = values.get(STATE) instanceof Number state
                && Arrays.stream(RowState.values()).anyMatch(known -> known.code() == state.longValue());
        boolean damaged = !standsSomewhere || Row.read(rows) == null;
        if (damaged) {
            values.set(STATE, RowState.SET_ASIDE.code());
            values.set(REASON, "damaged");
        }
        return new SalvagedRow(rows.getLong("seq"), values, damaged);
    }

    void into(PreparedStatement insert) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            insert.setObject(i + 1, values.get(i));
        }
    }

    @Override
    public String toString() {
        return "SalvagedRow{" + seq + "}";
    }
}
