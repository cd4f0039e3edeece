package dev.holdfast.enqueue;

import dev.holdfast.job.TaskName;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.rq.Callback;
import dev.holdfast.rq.Callbacks;
import dev.holdfast.submission.RequestRefused;
import dev.holdfast.submission.Shown;
import dev.holdfast.submission.Submission;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that may be named here, as globs over the whole name: {@code *} stands for any run of characters, {@code ?}
 * for one.
 *
 * <p>Whoever can name a task runs code on the workers, so a service that others can reach has to say which.
 */
record AllowedTasks(List<String> globs) {

    AllowedTasks {
        globs = List.copyOf(globs);
        for (String glob : globs) {
            if (glob.isEmpty() || glob.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
                throw new IllegalArgumentException("HOLDFAST_ALLOWED_TASKS has '" + glob
                        + "', which no task can match: write names and globs such as 'reports.*', separated by commas");
            }
        }
    }

    /**
     * What the operator allows, or everything where nobody but this machine can ask.
     *
     * @param address where the service listens; null for every interface
     */
    static AllowedTasks of(List<String> configured, @Nullable InetAddress address) {
        if (!configured.isEmpty()) {
            return new AllowedTasks(configured);
        }
        if (address == null || !address.isLoopbackAddress()) {
            throw new IllegalArgumentException("HOLDFAST_ALLOWED_TASKS is not set, but the service listens on "
                    + (address == null ? "every interface" : address.getHostAddress())
                    + " (SERVER_ADDRESS): name the tasks that may be enqueued, such as 'reports.*,mail.send', or '*'");
        }
        return new AllowedTasks(List.of("*"));
    }

    /** Lets a submission pass that names nothing else; callbacks are code, too. */
    void check(Submission submission) {
        check("the task", submission.task());
        Callbacks callbacks = submission.callbacks();
        check("the callback on_success", callbacks.onSuccess());
        check("the callback on_failure", callbacks.onFailure());
        check("the callback on_stopped", callbacks.onStopped());
    }

    private void check(String what, @Nullable Callback callback) {
        if (callback != null) {
            check(what, callback.function());
        }
    }

    private void check(String what, TaskName named) {
        if (!allows(named)) {
            throw new RequestRefused(Problem.of(
                    ProblemType.TASK_NOT_ALLOWED,
                    what + " " + Shown.value(named.value()) + " is not among those that may be named here"));
        }
    }

    boolean allows(TaskName task) {
        for (String glob : globs) {
            if (matches(glob, task.value())) {
                return true;
            }
        }
        return false;
    }

    /** Steps back to the last star only, so that no glob takes more than glob × name steps. */
    private static boolean matches(String glob, String name) {
        int g = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            char wanted = g < glob.length() ? glob.charAt(g) : 0;
            if (wanted == '*') {
                star = g++;
                resume = n;
            } else if (wanted == '?' || wanted == name.charAt(n)) {
                g++;
                n++;
            } else if (star >= 0) {
                g = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
