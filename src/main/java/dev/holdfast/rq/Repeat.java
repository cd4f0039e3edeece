package dev.holdfast.rq;

import java.util.List;

/**
 * How often a job that has finished is run again, and how long a worker waits before each time: RQ's {@code Repeat}, from
 * 2.3 on.
 *
 * @param times at least once
 * @param intervals seconds before each repetition, at once ({@code 0}) when none are given
 */
public record Repeat(int times, List<Integer> intervals) {

    public Repeat {
        intervals = intervals.isEmpty() ? List.of(0) : List.copyOf(intervals);
        if (times < 1) {
            throw new IllegalArgumentException("repeat.times is " + times + ", must be at least 1");
        }
        for (int interval : intervals) {
            if (interval < 0) {
                throw new IllegalArgumentException("a repeat interval is " + interval + ", must be at least 0");
            }
        }
    }
}
