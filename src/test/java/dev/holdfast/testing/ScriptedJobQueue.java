package dev.holdfast.testing;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Answers what the test told it to, in turn, the last answer for ever; asleep, it takes jobs and does not answer. */
public final class ScriptedJobQueue implements JobQueue {

    private final Deque<Placement> script;
    private final List<Job> seen = new ArrayList<>();
    private boolean asleep;
    private int waiting;

    public ScriptedJobQueue(Placement... script) {
        this.script = new ArrayDeque<>(List.of(script));
    }

    public synchronized void sleep() {
        asleep = true;
    }

    public synchronized void wakeUp() {
        asleep = false;
        notifyAll();
    }

    /** The jobs of all calls, those of a sleeping queue included. */
    public synchronized List<Job> seen() {
        return List.copyOf(seen);
    }

    /** How many calls wait for the queue to wake up. */
    public synchronized int waiting() {
        return waiting;
    }

    @Override
    public synchronized List<Placement> place(List<Job> jobs, Deadline deadline) {
        seen.addAll(jobs);
        boolean awake = staysAwakeFor(deadline);
        return jobs.stream()
                .map(job -> awake ? next() : new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY))
                .toList();
    }

    private boolean staysAwakeFor(Deadline deadline) {
        waiting++;
        try {
            while (asleep && !deadline.hasPassed()) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline.remainingNanos());
            }
            return !asleep;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
        }
    }

    private Placement next() {
        Placement next = script.size() > 1 ? script.poll() : script.peek();
        if (next == null) {
            throw new IllegalStateException("the script is empty");
        }
        return next;
    }
}
