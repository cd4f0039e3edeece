package dev.holdfast.lifecycle;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Where requests wait for jobs to end: one thread asks for all of them at once, so that waiting holds neither a request
 * thread nor a connection. Safe for all threads.
 */
final class WaitingRoom implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WaitingRoom.class);

    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final Duration SELDOM = Duration.ofMillis(250);
    private static final Duration YOUTH = Duration.ofSeconds(1);
    /** A node that does not tell by then is asked again in the next round. */
    private static final Duration ROUND = Duration.ofMillis(500);
    /** How long the next pause is for what a round took: asking takes a fifth of the time at most. */
    private static final int REST = 4;
    /** A request that nobody has answered so long after its end is answered all the same. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final int LOOKERS = 4;

    private final BiFunction<Collection<JobId>, Deadline, Map<JobId, String>> states;
    private final Function<String, JobAnswer> desk;
    private final int limit;
    private final LongSupplier nanoTime;
    private final Semaphore places;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final ExecutorService lookers =
            Executors.newFixedThreadPool(LOOKERS, new CustomizableThreadFactory("job-wait-looker-"));
    private final Thread asking = new Thread(this::ask, "job-wait");
    private volatile boolean open;

    /**
     * Not open yet.
     *
     * @param states what many jobs are, as far as anybody tells
     * @param desk what became of one job, for certain
     * @param limit how many may wait at once
     */
    WaitingRoom(
            BiFunction<Collection<JobId>, Deadline, Map<JobId, String>> states,
            Function<String, JobAnswer> desk,
            int limit,
            LongSupplier nanoTime) {
        this.states = states;
        this.desk = desk;
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.places = new Semaphore(limit);
    }

    /** What became of the job once it has ended, or as it is when the time is over. */
    DeferredResult<ResponseEntity<Map<String, Object>>> whenEnded(String id, Duration time) {
        DeferredResult<ResponseEntity<Map<String, Object>>> answer = new DeferredResult<>(
                time.plus(GRACE).toMillis(),
                () -> Refusals.redisNotAsked(Reason.NO_REPLY).toResponse());
        JobAnswer now = desk.apply(id);
        if (now.last() || time.isZero() || !open) {
            answer.setResult(now.afterWaiting());
        } else if (places.tryAcquire()) {
            Deadline youth = Deadline.in(YOUTH, nanoTime);
            Waiter waiter = new Waiter(new JobId(id), Deadline.in(time, nanoTime), youth, answer);
            answer.onCompletion(() -> leave(waiter));
            waiters.add(waiter);
            LockSupport.unpark(asking);
            if (!open) {
                finish(waiter, now.afterWaiting());
            }
        } else {
            answer.setResult(Refusals.tooManyWait(limit).toResponse());
        }
        return answer;
    }

    int waiting() {
        return waiters.size();
    }

    @Override
    public void start() {
        open = true;
        asking.setDaemon(true);
        asking.start();
    }

    /** Ends all waiting: each gets what is known now. */
    @Override
    public void stop() {
        open = false;
        LockSupport.unpark(asking);
        try {
            asking.join(FAREWELL.toMillis());
            waiters.forEach(this::look);
            lookers.shutdown();
            if (!lookers.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                lookers.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        waiters.forEach(
                waiter -> finish(waiter, Refusals.redisNotAsked(Reason.NO_REPLY).toResponse()));
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    /** The highest stops first: before the door is closed, which waits for open connections. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE;
    }

    private void ask() {
        long rest = 0;
        long last = nanoTime.getAsLong();
        while (open) {
            long begun = nanoTime.getAsLong();
            long left = last + Math.max(rest, pause()) - begun;
            if (waiters.isEmpty() || left > 0) {
                LockSupport.parkNanos(waiters.isEmpty() ? ROUND.toNanos() : left);
                continue;
            }
            try {
                round();
            } catch (RuntimeException unforeseen) {
                log.error("A look at the jobs that are waited for failed; the next goes on", unforeseen);
            }
            last = nanoTime.getAsLong();
            rest = REST * (last - begun);
        }
    }

    private long pause() {
        return (waiters.stream().anyMatch(Waiter::isYoung) ? OFTEN : SELDOM).toNanos();
    }

    private void round() {
        Set<JobId> ids = waiters.stream().map(Waiter::id).collect(Collectors.toSet());
        Map<JobId, String> told = states.apply(ids, Deadline.in(ROUND, nanoTime));
        for (Waiter waiter : List.copyOf(waiters)) {
            String state = told.get(waiter.id());
            boolean ended = state == null ? waiter.wantsLook() : JobReport.isEnd(state);
            if (ended || waiter.end().hasPassed()) {
                look(waiter);
            }
        }
    }

    /** Finds out for certain, on another thread, as it may take a while. */
    private void look(Waiter waiter) {
        if (waiter.beginLook()) {
            try {
                lookers.execute(() -> lookAfter(waiter));
            } catch (RejectedExecutionException closed) {
                waiter.endLook(waiter.end());
            }
        }
    }

    private void lookAfter(Waiter waiter) {
        try {
            JobAnswer found = desk.apply(waiter.id().value());
            if (found.last() || waiter.end().hasPassed() || !open) {
                finish(waiter, found.afterWaiting());
            }
        } finally {
            waiter.endLook(Deadline.in(YOUTH, nanoTime));
        }
    }

    private void finish(Waiter waiter, ResponseEntity<Map<String, Object>> response) {
        leave(waiter);
        waiter.answer().setResult(response);
    }

    private void leave(Waiter waiter) {
        if (waiters.remove(waiter)) {
            places.release();
        }
    }
}
