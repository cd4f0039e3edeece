package dev.holdfast.submission;

import dev.holdfast.job.JobId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the member {@code depends_on}: {@code {"jobs": ["a", "b"], "allow_failure": true, "at_front": true}}, or the
 * jobs alone, where one id may stand without its list.
 *
 * <p>An id that is named twice counts once, as with RQ.
 */
final class DependsOnReader {

    private static final int MOST_JOBS = 100;
    private static final Shape SHAPE = new Shape(
            "'depends_on'",
            "a job's id, a list of ids, or an object with 'jobs'",
            List.of("jobs", "allow_failure", "at_front"));

    private final @Nullable Object ownId;
    private final Violations violations;
    private final Set<JobId> jobs = new LinkedHashSet<>();
    private boolean allowFailure;
    private boolean atFront;

    /** @param ownId what the submission has as its {@code job_id} */
    DependsOnReader(@Nullable Object ownId, Violations violations) {
        this.ownId = ownId;
        this.violations = violations;
    }

    /** The dependencies, or null when there are none or they break a rule, which is then told. */
    @Nullable
    DependsOn read(Object value, String pointer) {
        if (value instanceof Map<?, ?> members) {
            Shape.require(value, "jobs", pointer, "a list of the ids of jobs", violations);
            if (members.get("jobs") instanceof List<?> list && list.isEmpty()) {
                violations.add(
                        Pointers.child(pointer, "jobs"),
                        ViolationCode.OUT_OF_RANGE,
                        "is empty, must have at least one id; leave 'depends_on' out for none");
            }
            SHAPE.visit(value, pointer, violations, this::readMember);
        } else if (value instanceof String || value instanceof List) {
            readJobs(value, pointer);
        } else {
            SHAPE.visit(value, pointer, violations, this::readMember);
        }
        return jobs.isEmpty() ? null : new DependsOn(new ArrayList<>(jobs), allowFailure, atFront);
    }

    private void readMember(Member member) {
        switch (member.name()) {
            case "jobs" -> readJobs(member.value(), member.pointer());
            case "allow_failure" -> allowFailure = Typed.flag(member.value(), member.pointer(), violations);
            default -> atFront = Typed.flag(member.value(), member.pointer(), violations);
        }
    }

    private void readJobs(Object value, String pointer) {
        if (!(value instanceof List<?> elements)) {
            readJob(value, pointer);
        } else if (elements.size() > MOST_JOBS) {
            violations.add(
                    pointer, ViolationCode.OUT_OF_RANGE, "has " + elements.size() + " ids, limit is " + MOST_JOBS);
        } else {
            Elements.visit(elements, pointer, violations, this::readJob);
        }
    }

    private void readJob(@Nullable Object value, String pointer) {
        JobId job = Named.JOB_ID.read(value, pointer, violations);
        if (job != null && job.value().equals(ownId)) {
            violations.add(pointer, ViolationCode.CONFLICTING_MEMBER, "is the job's own job_id, must be another job's");
        } else if (job != null) {
            jobs.add(job);
        }
    }
}
