package dev.holdfast.submission;

import dev.holdfast.job.GroupName;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.TaskName;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A name within a submission, and the rules of what it names.
 *
 * @param code for a text that is no such name
 * @param objection what is wrong with a text as such a name, or null
 */
record Named<T>(ViolationCode code, Function<String, @Nullable String> objection, Function<String, T> name) {

    static final Named<TaskName> TASK = new Named<>(ViolationCode.INVALID_TASK, TaskName::objection, TaskName::new);
    static final Named<QueueName> QUEUE =
            new Named<>(ViolationCode.INVALID_QUEUE, QueueName::objection, QueueName::new);
    static final Named<JobId> JOB_ID = new Named<>(ViolationCode.INVALID_JOB_ID, JobId::objection, JobId::new);
    static final Named<GroupName> GROUP =
            new Named<>(ViolationCode.INVALID_GROUP, GroupName::objection, GroupName::new);

    /** The name in this value, or null when it breaks a rule, which is then told. */
    @Nullable
    T read(@Nullable Object value, String pointer, Violations violations) {
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
}
