package dev.holdfast.submission;

import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Collects what is wrong with one submission, in the order of the document, one violation for each place.
 *
 * <p>What the parser found waits here until the reader comes by its place. Not for several threads.
 */
final class Violations {

    /** More than these are never shown, so that an answer stays small whatever was sent. */
    static final int MOST_LISTED = 50;

    private final Deque<Violation> ahead;
    private final List<Violation> listed = new ArrayList<>();
    private int count;

    Violations(List<Violation> foundByParser) {
        ahead = new ArrayDeque<>(foundByParser);
    }

    void add(String pointer, ViolationCode code, String detail) {
        count++;
        if (listed.size() < MOST_LISTED) {
            listed.add(new Violation(Pointers.shown(pointer), code, detail));
        }
    }

    /** Whether the parser found something at this very place; if so, it is now listed and the place needs no check. */
    boolean tookAt(String parent, String name) {
        return !ahead.isEmpty() && tookAt(Pointers.child(parent, name));
    }

    /** Lists what the parser found inside this place. */
    void takeInside(String parent, String name) {
        if (!ahead.isEmpty()) {
            takeWhileStartingWith(Pointers.child(parent, name) + "/");
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    RequestRefused refusal() {
        String detail = count > MOST_LISTED
                ? "the submission breaks more rules than the " + MOST_LISTED + " that are listed"
                : "the submission breaks " + count + (count == 1 ? " rule" : " rules");
        return new RequestRefused(
                Problem.of(ProblemType.INVALID_SUBMISSION, detail).with("violations", List.copyOf(listed)));
    }

    private boolean tookAt(String pointer) {
        Violation next = ahead.peek();
        if (next == null || !next.pointer().equals(pointer)) {
            return false;
        }
        add(next.pointer(), next.code(), next.detail());
        // A name and its value share their pointer; one violation for the place is enough.
        while (next != null && next.pointer().equals(pointer)) {
            ahead.remove();
            next = ahead.peek();
        }
        return true;
    }

    private void takeWhileStartingWith(String prefix) {
        for (Violation next = ahead.peek(); next != null && next.pointer().startsWith(prefix); next = ahead.peek()) {
            tookAt(next.pointer());
        }
    }
}
