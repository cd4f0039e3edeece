package dev.holdfast.enqueue;

import dev.holdfast.problem.Problem;

/** The request cannot become a job; nothing was placed. It carries the answer and, being routine, no stack trace. */
final class RequestRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RequestRefused(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
