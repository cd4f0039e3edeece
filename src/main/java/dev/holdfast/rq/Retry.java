package dev.holdfast.rq;

import java.util.List;

/**
 * How often a worker repeats a failed job, and how long it waits before each time: RQ's {@code Retry}.
 *
 * @param max how many times, at least once
 * @param intervals seconds before each repetition, at once ({@code 0}) when none are given; RQ's workers die on an
 *     empty list
 * @param atFront whether it is then taken before all that wait already; RQ 2.8 and later
 */
public record Retry(int max, List<Integer> intervals, boolean atFront) {

    public Retry(int max, List<Integer> intervals) {
        this(max, intervals, false);
    }

    public Retry {
        intervals = intervals.isEmpty() ? List.of(0) : List.copyOf(intervals);
        if (max < 1) {
            throw new IllegalArgumentException("retry.max is " + max + ", must be at least 1");
        }
        for (int interval : intervals) {
            if (interval < 0) {
                throw new IllegalArgumentException("a retry interval is " + interval + ", must be at least 0");
            }
        }
    }
}
