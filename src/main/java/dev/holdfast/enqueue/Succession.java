package dev.holdfast.enqueue;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.submission.Shown;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of the jobs of one batch so far, for those that wait for one of them: RQ takes a parent that it does not
 * know for one that has finished. For one thread.
 */
final class Succession {

    private final Set<JobId> accepted = new HashSet<>();
    private final Map<JobId, Integer> turnedAway = new HashMap<>();
    private @Nullable Integer unread;

    /** The jobs for which this one waits. */
    static List<JobId> parents(Job job) {
        return job.terms().parents();
    }

    void note(JobId id, int index, Answer answer) {
        if (!(answer instanceof Answer.TurnedAway)) {
            accepted.add(id);
        } else {
            turnedAway.putIfAbsent(id, index);
        }
    }

    /** An item was turned away before its id was known. */
    void noteUnread(int index) {
        if (unread == null) {
            unread = index;
        }
    }

    /** Why this job must not be placed; null if nothing in the batch is against it. */
    @Nullable
    Problem objectionTo(Job job) {
        for (JobId parent : parents(job)) {
            if (!accepted.contains(parent)) {
                Integer index = turnedAway.get(parent);
                if (index != null) {
                    return refusal(job, parent, "is the item with index " + index + ", which was not accepted");
                }
                if (unread != null) {
                    return refusal(
                            job, parent, "may be an item that could not be read, such as the one with index " + unread);
                }
            }
        }
        return null;
    }

    private static Problem refusal(Job job, JobId parent, String why) {
        return Problem.of(
                        ProblemType.DEPENDENCY_NOT_ACCEPTED,
                        "the job " + Shown.value(parent.value()) + ", for which this one waits, " + why
                                + "; nothing was written")
                .with("job_id", job.id().value())
                .with("dependency", parent.value());
    }
}
