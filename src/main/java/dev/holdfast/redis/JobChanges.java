package dev.holdfast.redis;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.Reason;
import dev.holdfast.job.StaleNodes;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.link.Reply;
import dev.holdfast.link.ScriptCall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Changes jobs where they lie, the primary first: a job moves only from the standby to the primary. What a node does not
 * answer is not asked again here: every change may be asked for again by whoever wants it. Safe for all threads.
 */
final class JobChanges {

    private final RedisNode primary;
    private final Optional<RedisNode> standby;
    private final StandbyUse use;
    private final StaleNodes stale;
    private final Guard guard;
    private final Duration attemptLimit;
    private final Duration remembered;
    private final InstantSource clock;

    /** @param remembered how long the proof of a deleted job is kept that has outlived its own */
    JobChanges(
            RedisNode primary,
            Optional<RedisNode> standby,
            StandbyUse use,
            StaleNodes stale,
            Guard guard,
            Duration attemptLimit,
            Duration remembered,
            InstantSource clock) {
        this.primary = primary;
        this.standby = standby;
        this.use = use;
        this.stale = stale;
        this.guard = guard;
        this.attemptLimit = attemptLimit;
        this.remembered = remembered;
        this.clock = clock;
    }

    Change cancel(JobId id, Deadline deadline) {
        return takeBack(id, node -> node.changes().cancel(id), deadline);
    }

    Change delete(JobId id, Deadline deadline) {
        return takeBack(id, node -> node.changes().delete(id, remembered), deadline);
    }

    /** At both nodes, whatever the first one says. */
    Change withdraw(Job job, Deadline deadline) {
        Function<RedisNode, ScriptCall> call = node -> node.changes().withdraw(job);
        Change home = atHome(job.id(), call, deadline);
        Change away = away(job.id(), call, deadline).change();
        return away.decides() && !(away instanceof Change.Done) ? away : home;
    }

    Change requeue(JobId id, boolean atFront, Deadline deadline) {
        if (isUndecided()) {
            return new Change.NotAsked(Reason.TWO_MASTERS);
        }
        Function<RedisNode, ScriptCall> call = node -> node.changes().requeue(id, atFront, clock.instant());
        Change home = atHome(id, call, deadline);
        if (home.decides() || home instanceof Change.InDoubt) {
            // Queued at both nodes it would run twice.
            return home;
        }
        Change away = away(id, call, deadline).change();
        return away.decides() ? away : joined(home, away);
    }

    /** The same where the primary has a former job of this id, which has failed as well. */
    Change requeueLater(JobId id, boolean atFront, Deadline deadline) {
        if (isUndecided()) {
            return new Change.NotAsked(Reason.TWO_MASTERS);
        }
        return away(id, node -> node.changes().requeue(id, atFront, clock.instant()), deadline)
                .change();
    }

    private Change takeBack(JobId id, Function<RedisNode, ScriptCall> call, Deadline deadline) {
        if (isUndecided()) {
            return new Change.NotAsked(Reason.TWO_MASTERS);
        }
        Change home = atHome(id, call, deadline);
        boolean enough = home.decides() && use == StandbyUse.SAFE_BOX;
        if (enough && !home.hadEnded()) {
            // A stray under this id comes home and finds this one; no worker takes it where it is.
            return home;
        }
        Asked away = away(id, call, deadline);
        if (home instanceof Change.Unknown && away.change() instanceof Change.Gone) {
            // It may have gone home after the primary was asked and before the standby was.
            home = atHome(id, call, deadline);
        }
        if (home instanceof Change.Unknown || home instanceof Change.Gone || home.hadEnded()) {
            // The id may have been used again: a former job at home is no obstacle to a later one.
            Change kept = keptOutAtHome(id, away, deadline);
            boolean laterStays = away.change() instanceof Change.Awaited;
            if (home instanceof Change.Unknown || away.change() instanceof Change.Done || laterStays) {
                return kept;
            }
        }
        return enough ? home : joined(home, away.change());
    }

    /**
     * What the standby has taken back, now or before, may be on its way to the primary all the same: from the spool of an
     * instance that was not asked.
     */
    private Change keptOutAtHome(JobId id, Asked away, Deadline deadline) {
        Change home = primary.changes()
                .keepOut(id, away.reply(), remembered)
                .map(call -> atHome(id, node -> call, deadline))
                .orElseGet(Change.Unknown::new);
        boolean mayStillCome = home instanceof Change.NotAsked || home instanceof Change.InDoubt;
        if ((home.isTooLate() && !home.hadEnded()) || (mayStillCome && !(away.change() instanceof Change.Done))) {
            return home;
        }
        return away.change() instanceof Change.Done stray ? halfDone(stray, Node.PRIMARY, home) : away.change();
    }

    /** What both answers together say; the primary's counts if it has the job. */
    static Change joined(Change home, Change away) {
        if (home.decides()) {
            return home instanceof Change.Done done ? halfDone(done, Node.STANDBY, away) : home;
        } else if (away instanceof Change.Done done) {
            return halfDone(done, Node.PRIMARY, home);
        } else if (away.decides() || home instanceof Change.Unknown) {
            return away;
        }
        return home;
    }

    private static Change halfDone(Change.Done done, Node other, Change answer) {
        if (answer instanceof Change.NotAsked notAsked) {
            return new Change.HalfDone(done.node(), other, notAsked.reason());
        } else if (answer instanceof Change.InDoubt doubt) {
            return new Change.HalfDone(done.node(), other, doubt.reason());
        }
        return done;
    }

    /** While nobody knows which of two masters has the newer copy, what is changed at one of them may be thrown away. */
    private boolean isUndecided() {
        NodeState here = primary.link().state();
        return standby.map(node -> node.link().state())
                .filter(there -> NodeStates.areOneLineage(here, there))
                .filter(there -> !JobSearch.isCopy(here, there, stale) && !JobSearch.isCopy(there, here, stale))
                .isPresent();
    }

    private Change atHome(JobId id, Function<RedisNode, ScriptCall> call, Deadline deadline) {
        boolean copy = standby.isPresent()
                && JobSearch.isCopy(primary.link().state(), standby.get().link().state(), stale);
        return copy ? new Change.Unknown() : at(primary, id, call, deadline).change();
    }

    private Asked away(JobId id, Function<RedisNode, ScriptCall> call, Deadline deadline) {
        return standby.filter(node ->
                        !JobSearch.isCopy(node.link().state(), primary.link().state(), stale))
                .map(node -> at(node, id, call, deadline))
                .orElseGet(() -> new Asked(new Change.Unknown(), new Reply.NotSent(Reason.UNREACHABLE)));
    }

    private Asked at(RedisNode node, JobId id, Function<RedisNode, ScriptCall> call, Deadline deadline) {
        Node name = node.link().state().node();
        return guard.once(name, "change", () -> {
            Reply reply = node.link()
                    .call(List.of(call.apply(node)), deadline.within(attemptLimit))
                    .get(0);
            return new Asked(node.changes().change(name, id, reply), reply);
        });
    }

    /** What a node answered, and what that means. */
    private record Asked(Change change, Reply reply) {}
}
