package dev.holdfast.spool;

/** How many rows are in each state. For one thread. */
final class Tally {

    private final long[] counts;

    private Tally(long[] counts) {
        this.counts = counts;
    }

    static Tally empty() {
        return new Tally(new long[RowState.values().length]);
    }

    Tally copy() {
        return new Tally(counts.clone());
    }

    long of(RowState state) {
        return counts[state.code()];
    }

    long all() {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        return all;
    }

    void add(RowState state, long more) {
        counts[state.code()] += more;
    }

    void move(RowState from, RowState to) {
        move(from, to, 1);
    }

    void move(RowState from, RowState to, long rows) {
        add(from, -rows);
        add(to, rows);
    }
}
