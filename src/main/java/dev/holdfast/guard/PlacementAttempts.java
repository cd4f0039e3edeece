package dev.holdfast.guard;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way through several attempts: what is settled, what is open, and whether another attempt may help.
 *
 * <p>Once a job is in doubt, no later "not written" ends the doubt: the node may have run the first attempt after
 * refusing the second. Only a definite answer about the job itself does. Used by one thread.
 */
final class PlacementAttempts {

    private final List<Job> jobs;
    private final Placement[] placements;
    private final IntFunction<Long> waits;
    private final Duration doubt;
    private Deadline deadline;
    private List<Integer> open;
    private boolean doubted;
    private int attempts;
    private long waitMillis;

    /** @param waits how many milliseconds to wait after the n-th attempt, counted from 1 */
    PlacementAttempts(List<Job> jobs, Deadline deadline, Duration doubt, IntFunction<Long> waits) {
        this.jobs = jobs;
        this.deadline = deadline;
        this.doubt = doubt;
        this.waits = waits;
        this.placements = new Placement[jobs.size()];
        this.open = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            open.add(i);
        }
    }

    /** Asks for what is still open. */
    PlacementAttempts attempt(JobQueue queue) {
        List<Job> asked =
                open.size() == jobs.size() ? jobs : open.stream().map(jobs::get).toList();
        List<Placement> answers = queue.place(asked, deadline);
        attempts++;
        List<Integer> stillOpen = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            int job = open.get(i);
            Placement answer = answers.get(i);
            placements[job] = joined(placements[job], answer);
            if (isOpen(placements[job], answer)) {
                stillOpen.add(job);
            }
        }
        open = stillOpen;
        if (!open.isEmpty()) {
            if (!doubted && open.stream().anyMatch(job -> placements[job] instanceof Placement.InDoubt)) {
                doubted = true;
                deadline = deadline.within(doubt);
            }
            waitMillis = waits.apply(attempts);
        }
        return this;
    }

    /** Whether something is open that another attempt may settle, with time left for it. */
    boolean wantAnother() {
        return !open.isEmpty()
                && deadline.remainingNanos() > Duration.ofMillis(waitMillis).toNanos();
    }

    long waitMillis() {
        return waitMillis;
    }

    List<Placement> placements() {
        return Arrays.asList(placements);
    }

    private static Placement joined(@Nullable Placement before, Placement now) {
        if (!(before instanceof Placement.InDoubt)) {
            return now;
        }
        return now.fold(
                placed -> placed,
                // The first attempt had been applied after all.
                already -> new Placement.Placed(already.node(), already.run(), already.state()),
                conflict -> conflict,
                notWritten -> before,
                inDoubt -> inDoubt,
                refused -> before,
                spooled -> spooled,
                full -> before);
    }

    private static boolean isOpen(Placement placement, Placement answer) {
        boolean inDoubt = placement instanceof Placement.InDoubt;
        return answer.fold(
                placed -> false,
                already -> false,
                conflict -> false,
                notWritten -> inDoubt
                        ? notWritten.reason() != Reason.CONNECTION_REFUSED
                        : notWritten.reason().isRepeatable(),
                stillInDoubt -> stillInDoubt.reason().isRepeatable(),
                refused -> inDoubt,
                spooled -> false,
                full -> inDoubt);
    }
}
