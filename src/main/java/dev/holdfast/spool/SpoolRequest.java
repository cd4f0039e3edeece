package dev.holdfast.spool;

import dev.holdfast.job.JobId;
import dev.holdfast.problem.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks of the spool, as sent.
 *
 * @param action what is to be done
 * @param jobId with which job
 */
record SpoolRequest(@Nullable String action, @Nullable String jobId) {

    /** What can be asked. */
    enum Action {
        /** A job that is set aside is tried again. */
        RETRY("retry", true),
        /** All of them are. */
        RETRY_ALL("retry_all", false),
        /** A job that was sent to a node goes to whichever takes it, and may run twice. */
        RELEASE("release", true),
        /** A job that is set aside is given up. */
        DISCARD("discard", true),
        /** All rows are shown, with what they carry. */
        EXPORT("export", false);

        private final String word;
        private final boolean ofOneJob;

        Action(String word, boolean ofOneJob) {
            this.word = word;
            this.ofOneJob = ofOneJob;
        }
    }

    /** Every rule that the request breaks, at most one for each member. */
    List<Violation> violations() {
        return Stream.of(actionViolation(), idViolation())
                .filter(Objects::nonNull)
                .toList();
    }

    /** The action that a request without violations names. */
    Action wanted() {
        return Objects.requireNonNull(called(action));
    }

    /** The job that a request without violations names, if its action is one of one job. */
    JobId job() {
        return new JobId(Objects.requireNonNull(jobId));
    }

    private @Nullable Violation actionViolation() {
        if (action == null) {
            return new Violation("/action", "required", "must be given");
        }
        return called(action) == null ? new Violation("/action", "wrong_type", "must be one of " + words()) : null;
    }

    private @Nullable Violation idViolation() {
        Action called = called(action);
        if (called == null) {
            return null;
        } else if (!called.ofOneJob) {
            return jobId == null
                    ? null
                    : new Violation("/job_id", "unknown_member", "must not be given with this action");
        } else if (jobId == null) {
            return new Violation("/job_id", "required", "must be given with this action");
        }
        String objection = JobId.objection(jobId);
        return objection == null ? null : new Violation("/job_id", "invalid_job_id", objection);
    }

    private static @Nullable Action called(@Nullable String word) {
        return Arrays.stream(Action.values())
                .filter(action -> action.word.equals(word))
                .findFirst()
                .orElse(null);
    }

    private static String words() {
        return Arrays.stream(Action.values()).map(action -> action.word).collect(Collectors.joining(", "));
    }
}
