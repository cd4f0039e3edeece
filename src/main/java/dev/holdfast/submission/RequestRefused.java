package dev.holdfast.submission;

import dev.holdfast.problem.Problem;

/** The request cannot become a job; nothing was placed. It carries the answer and, being routine, no stack trace. */
public final class RequestRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public RequestRefused(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** The answer. */
    public Problem problem() {
        return problem;
    }
}
