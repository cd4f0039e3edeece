package dev.holdfast.submission;

import dev.holdfast.job.GroupName;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.TaskName;
import dev.holdfast.rq.Callback;
import dev.holdfast.rq.Callbacks;
import dev.holdfast.rq.Repeat;
import dev.holdfast.rq.Retry;
import dev.holdfast.rq.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a submission out of a tree, by the rules that {@code docs/openapi.yaml} and {@code docs/problems.md} promise,
 * and tells all that is wrong with it at once.
 *
 * <p>{@link #read} serves all threads; an object of it serves one tree.
 */
public final class SubmissionReader {

    private static final int LONGEST_DESCRIPTION = 10_000;
    private static final String KEY = "idempotency_key";
    private static final List<String> NAMES = List.of(
            "task",
            "args",
            "kwargs",
            "queue",
            "job_id",
            "description",
            "timeout",
            "ttl",
            "result_ttl",
            "failure_ttl",
            "meta",
            "at_front",
            "run_at",
            "run_in",
            "depends_on",
            "retry",
            "repeat",
            "on_success",
            "on_failure",
            "on_stopped",
            "group",
            "webhooks");
    private static final String UNKNOWN = "is unknown, the members are " + String.join(", ", NAMES);

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
    private @Nullable Instant runAt;
    private @Nullable Integer runIn;
    private @Nullable DependsOn dependsOn;
    private @Nullable Retry retry;
    private @Nullable Repeat repeat;
    private @Nullable Callback onSuccess;
    private @Nullable Callback onFailure;
    private @Nullable Callback onStopped;
    private @Nullable GroupName group;
    private List<Webhook> webhooks = List.of();

    private SubmissionReader(JsonTree tree) {
        members = tree.members();
        violations = new Violations(tree.faults());
    }

    /** The submission in this tree; one that breaks rules is {@link RequestRefused}, which tells 50 at most. */
    public static Submission read(JsonTree tree) {
        return new SubmissionReader(tree).read();
    }

    private Submission read() {
        Shape.require(members, "task", "", "the dotted path of a Python function", violations);
        members.forEach((name, value) -> {
            if (!violations.tookAt("", name)) {
                readMember(name, value, Pointers.child("", name));
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
                atFront || (dependsOn != null && dependsOn.atFront()),
                runAt,
                runIn,
                dependsOn == null ? null : dependsOn.start(),
                retry,
                repeat,
                new Callbacks(onSuccess, onFailure, onStopped),
                group,
                webhooks);
    }

    private void readMember(String name, @Nullable Object value, String pointer) {
        // null says the same as leaving the member out, but a name that nobody knows is a mistake either way.
        if (value == null) {
            if (!NAMES.contains(name) && !name.equals(KEY)) {
                violations.add(pointer, ViolationCode.UNKNOWN_MEMBER, UNKNOWN);
            }
            return;
        }
        switch (name) {
            case "task" -> task = Named.TASK.read(value, pointer, violations);
            case "args" -> args = Typed.array(value, pointer, violations);
            case "kwargs" -> kwargs = Typed.object(value, pointer, violations);
            case "queue" -> queue = Named.QUEUE.read(value, pointer, violations);
            case "job_id" -> jobId = Named.JOB_ID.read(value, pointer, violations);
            case "description" -> description = description(value, pointer);
            case "timeout" -> timeout = Seconds.TIMEOUT.read(value, pointer, violations);
            case "ttl" -> ttl = Seconds.TTL.read(value, pointer, violations);
            case "result_ttl" -> resultTtl = Seconds.RESULT_TTL.read(value, pointer, violations);
            case "failure_ttl" -> failureTtl = Seconds.FAILURE_TTL.read(value, pointer, violations);
            case "meta" -> meta = Typed.object(value, pointer, violations);
            case "at_front" -> atFront = Typed.flag(value, pointer, violations);
            case "group" -> group = Named.GROUP.read(value, pointer, violations);
            default -> readStartOrAfterwards(name, value, pointer);
        }
    }

    private void readStartOrAfterwards(String name, Object value, String pointer) {
        switch (name) {
            case "run_at" -> runAt = Moments.read(value, pointer, violations);
            case "run_in" -> runIn = runIn(value, pointer);
            case "depends_on" -> dependsOn = dependsOn(value, pointer);
            case "retry" -> retry = new RetryReader(violations).read(value, pointer);
            case "repeat" -> repeat = new RepeatReader(violations).read(value, pointer);
            case "on_success" -> onSuccess = new CallbackReader(violations).read(value, pointer);
            case "on_failure" -> onFailure = new CallbackReader(violations).read(value, pointer);
            case "on_stopped" -> onStopped = new CallbackReader(violations).read(value, pointer);
            case "webhooks" -> webhooks = WebhookReader.read(value, pointer, violations);
            case KEY ->
                violations.add(
                        pointer,
                        ViolationCode.UNKNOWN_MEMBER,
                        "is a member within a batch only, send it as the header Idempotency-Key");
            default -> violations.add(pointer, ViolationCode.UNKNOWN_MEMBER, UNKNOWN);
        }
    }

    private @Nullable Integer runIn(Object value, String pointer) {
        if (members.get("run_at") != null) {
            violations.add(pointer, ViolationCode.CONFLICTING_MEMBER, "stands beside 'run_at', send one of them");
            return null;
        }
        return Seconds.RUN_IN.read(value, pointer, violations);
    }

    private @Nullable DependsOn dependsOn(Object value, String pointer) {
        boolean saysNothing = value instanceof List<?> list && list.isEmpty();
        if (!saysNothing && (members.get("run_at") != null || members.get("run_in") != null)) {
            violations.add(
                    pointer,
                    ViolationCode.CONFLICTING_MEMBER,
                    "stands beside a time, for which RQ would forget it; send one of them");
        }
        return new DependsOnReader(members.get("job_id"), violations).read(value, pointer);
    }

    private @Nullable String description(Object value, String pointer) {
        if (!(value instanceof String text)) {
            violations.add(pointer, ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(value) + ", must be a string");
            return null;
        }
        int length = text.codePointCount(0, text.length());
        int control = Texts.controlCharacterIn(text);
        if (length > LONGEST_DESCRIPTION) {
            violations.add(
                    pointer,
                    ViolationCode.INVALID_TEXT,
                    "has " + length + " characters, limit is " + LONGEST_DESCRIPTION);
        } else if (control >= 0) {
            violations.add(
                    pointer,
                    ViolationCode.INVALID_TEXT,
                    "has a control character at index " + control + ", must have none, for workers log it in one line");
        }
        return text;
    }
}
