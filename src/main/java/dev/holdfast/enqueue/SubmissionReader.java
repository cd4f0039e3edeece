package dev.holdfast.enqueue;

import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.TaskName;
import dev.holdfast.rq.Retry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a submission out of a tree, and tells all that is wrong with it at once. For one tree only. */
final class SubmissionReader {

    static final String NOT_YET = "is not supported by this version, leave it out";

    private static final int LONGEST_DESCRIPTION = 10_000;
    private static final String KNOWN = "task, args, kwargs, queue, job_id, description, timeout, ttl, result_ttl,"
            + " failure_ttl, meta, at_front and retry";

    private final Map<String, @Nullable Object> members;
    private final Violations violations;

    private @Nullable TaskName task;
    private List<@Nullable Object> args = List.of();
    private Map<String, @Nullable Object> kwargs = Map.of();
    private @Nullable QueueName queue;
    private @Nullable JobId jobId;
    private @Nullable String description;
    private @Nullable Integer timeout;
    private @Nullable Integer ttl;
    private @Nullable Integer resultTtl;
    private @Nullable Integer failureTtl;
    private Map<String, @Nullable Object> meta = Map.of();
    private boolean atFront;
    private @Nullable Retry retry;

    private SubmissionReader(JsonTree tree) {
        members = tree.members();
        violations = new Violations(tree.faults());
    }

    /** The submission in this tree; one that breaks a rule is refused. */
    static Submission read(JsonTree tree) {
        return new SubmissionReader(tree).read();
    }

    private Submission read() {
        if (members.get("task") == null) {
            violations.add("/task", ViolationCode.REQUIRED, "is missing, must be the dotted path of a Python function");
        }
        members.forEach((name, value) -> {
            if (!violations.tookAt("", name)) {
                readMember(name, value);
            }
            violations.takeInside("", name);
        });
        TaskName named = task;
        if (named == null || !violations.isEmpty()) {
            throw violations.refusal();
        }
        return new Submission(
                named,
                args,
                kwargs,
                queue,
                jobId,
                description,
                timeout,
                ttl,
                resultTtl,
                failureTtl,
                meta,
                atFront,
                retry);
    }

    private void readMember(String name, @Nullable Object value) {
        // null says the same as leaving the member out, but a name that nobody knows is a mistake either way.
        if (value == null) {
            if (!isKnown(name)) {
                refuseUnknown(name);
            }
            return;
        }
        switch (name) {
            case "task" -> task = named(value, "/task", ViolationCode.INVALID_TASK, TaskName::objection, TaskName::new);
            case "args" -> args = array(value);
            case "kwargs" -> kwargs = object(value, "/kwargs");
            case "queue" ->
                queue = named(value, "/queue", ViolationCode.INVALID_QUEUE, QueueName::objection, QueueName::new);
            case "job_id" ->
                jobId = named(value, "/job_id", ViolationCode.INVALID_JOB_ID, JobId::objection, JobId::new);
            case "description" -> description = description(value);
            case "timeout" -> timeout = Seconds.TIMEOUT.read(value, "/timeout", violations);
            case "ttl" -> ttl = Seconds.TTL.read(value, "/ttl", violations);
            case "result_ttl" -> resultTtl = Seconds.RESULT_TTL.read(value, "/result_ttl", violations);
            case "failure_ttl" -> failureTtl = Seconds.FAILURE_TTL.read(value, "/failure_ttl", violations);
            case "meta" -> meta = object(value, "/meta");
            case "at_front" -> atFront = flag(value);
            case "retry" -> retry = new RetryReader(violations).read(value);
            case "idempotency_key" ->
                violations.add(
                        "/idempotency_key",
                        ViolationCode.NOT_YET_SUPPORTED,
                        "is not a member of a submission, send it as the header Idempotency-Key");
            default -> refuseLaterOrUnknown(name);
        }
    }

    private static boolean isKnown(String name) {
        return switch (name) {
            case "task", "args", "kwargs", "queue", "job_id", "description", "timeout", "ttl", "result_ttl" -> true;
            case "failure_ttl", "meta", "at_front", "retry", "idempotency_key" -> true;
            default -> isForLater(name);
        };
    }

    private static boolean isForLater(String name) {
        return switch (name) {
            case "run_at", "run_in", "depends_on", "repeat", "on_success", "on_failure", "on_stopped" -> true;
            case "group", "webhooks" -> true;
            default -> false;
        };
    }

    private void refuseLaterOrUnknown(String name) {
        if (isForLater(name)) {
            violations.add("/" + name, ViolationCode.NOT_YET_SUPPORTED, NOT_YET);
        } else {
            refuseUnknown(name);
        }
    }

    private void refuseUnknown(String name) {
        violations.add(Pointers.child("", name), ViolationCode.UNKNOWN_MEMBER, "is unknown, the members are " + KNOWN);
    }

    private <T> @Nullable T named(
            Object value,
            String pointer,
            ViolationCode code,
            Function<String, @Nullable String> objection,
            Function<String, T> name) {
        if (!(value instanceof String text)) {
            violations.add(pointer, ViolationCode.WRONG_TYPE, "is " + Shown.value(value) + ", must be a string");
            return null;
        }
        String wrong = objection.apply(text);
        if (wrong != null) {
            violations.add(pointer, code, "is " + Shown.value(text) + ", " + wrong);
            return null;
        }
        return name.apply(text);
    }

    private @Nullable String description(Object value) {
        if (!(value instanceof String text)) {
            violations.add(
                    "/description", ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(value) + ", must be a string");
            return null;
        }
        int length = text.codePointCount(0, text.length());
        int control = Texts.controlCharacterIn(text);
        if (length > LONGEST_DESCRIPTION) {
            violations.add(
                    "/description",
                    ViolationCode.INVALID_TEXT,
                    "has " + length + " characters, limit is " + LONGEST_DESCRIPTION);
        } else if (control >= 0) {
            violations.add(
                    "/description",
                    ViolationCode.INVALID_TEXT,
                    "has a control character at index " + control + ", must have none, for workers log it in one line");
        }
        return text;
    }

    private boolean flag(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        violations.add("/at_front", ViolationCode.WRONG_TYPE, "is " + Shown.value(value) + ", must be true or false");
        return false;
    }

    @SuppressWarnings("unchecked") // a tree holds no other lists
    private List<@Nullable Object> array(Object value) {
        if (value instanceof List) {
            return (List<@Nullable Object>) value;
        }
        violations.add("/args", ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(value) + ", must be an array");
        return List.of();
    }

    @SuppressWarnings("unchecked") // a tree holds no other maps
    private Map<String, @Nullable Object> object(Object value, String pointer) {
        if (value instanceof Map) {
            return (Map<String, @Nullable Object>) value;
        }
        violations.add(pointer, ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(value) + ", must be an object");
        return Map.of();
    }
}
