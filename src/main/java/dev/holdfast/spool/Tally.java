package dev.holdfast.spool;

/** How many rows are in each state. For one thread. */
final class Tally {

    private final long[] rows;

    private Tally(long[] rows) {
        this.rows = rows;
    }

    static Tally empty() {
        return new Tally(new long[RowState.values().length]);
    }

    Tally copy() {
        return new Tally(rows.clone());
    }

    long of(RowState state) {
        return rows[state.code()];
    }

    long all() {
        long all = 0;
        for (long count : rows) {
            all += count;
        }
        return all;
    }

    void add(RowState state, long more) {
        rows[state.code()] += more;
    }

    void move(RowState from, RowState to) {
        add(from, -1);
        add(to, 1);
    }
}
