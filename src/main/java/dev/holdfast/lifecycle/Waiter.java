package dev.holdfast.lifecycle;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;

/** One request that waits for a job to end. Safe for all threads. */
final class Waiter {

    private final JobId id;
    private final Deadline end;
    private final Deadline youth;
    private final DeferredResult<ResponseEntity<Map<String, Object>>> answer;
    private final AtomicBoolean beingLookedAfter = new AtomicBoolean();
    private volatile Deadline nextLook;

    /** @param youth until when it is asked for more often, since most jobs are short */
    Waiter(JobId id, Deadline end, Deadline youth, DeferredResult<ResponseEntity<Map<String, Object>>> answer) {
        this.id = id;
        this.end = end;
        this.youth = youth;
        this.answer = answer;
        this.nextLook = youth;
    }

    JobId id() {
        return id;
    }

    Deadline end() {
        return end;
    }

    boolean isYoung() {
        return !youth.hasPassed();
    }

    DeferredResult<ResponseEntity<Map<String, Object>>> answer() {
        return answer;
    }

    /** Whether a job that no node told of is to be looked for everywhere, now. */
    boolean wantsLook() {
        return nextLook.hasPassed();
    }

    /** True for the one who may look now. */
    boolean beginLook() {
        return beingLookedAfter.compareAndSet(false, true);
    }

    void endLook(Deadline next) {
        nextLook = next;
        beingLookedAfter.set(false);
    }
}
