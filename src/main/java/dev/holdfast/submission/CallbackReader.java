package dev.holdfast.submission;

import dev.holdfast.job.TaskName;
import dev.holdfast.rq.Callback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a member such as {@code on_success}: {@code {"callback": "reports.tell", "timeout": 30}}, or the dotted path
 * alone.
 */
final class CallbackReader {

    private static final Shape SHAPE = new Shape(
            "a callback",
            "the dotted path of a Python function, or an object with 'callback'",
            List.of("callback", "timeout"));

    private final Violations violations;
    private @Nullable TaskName function;
    private @Nullable Integer timeout;

    CallbackReader(Violations violations) {
        this.violations = violations;
    }

    /** The callback, or null when it breaks a rule, which is then told. */
    @Nullable
    Callback read(Object value, String pointer) {
        if (value instanceof String) {
            function = Named.TASK.read(value, pointer, violations);
        } else {
            Shape.require(value, "callback", pointer, "the dotted path of a Python function", violations);
            SHAPE.visit(value, pointer, violations, this::readMember);
        }
        return function == null ? null : new Callback(function, timeout);
    }

    private void readMember(Member member) {
        if (member.name().equals("callback")) {
            function = Named.TASK.read(member.value(), member.pointer(), violations);
        } else {
            timeout = Seconds.CALLBACK_TIMEOUT.read(member.value(), member.pointer(), violations);
        }
    }
}
