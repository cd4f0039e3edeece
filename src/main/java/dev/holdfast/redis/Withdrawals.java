package dev.holdfast.redis;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.link.Reply;
import dev.holdfast.link.ScriptCall;

/**
 * Jobs that their clients have taken back, on their way to a node like any other: it says that they are not there and
 * cannot come, or that a worker was quicker (docs/protocol.md, R13). Safe for all threads.
 */
record Withdrawals(Node node, ChangeScripts scripts) {

    ScriptCall call(Job job) {
        return scripts.withdraw(job);
    }

    /** Placed means withdrawn, and placed before that it is too late, or has been done. */
    Placement placement(Job job, Reply reply) {
        Change change = scripts.change(node, job.id(), reply);
        if (change instanceof Change.Moving) {
            return new Placement.NotWritten(Reason.MOVING);
        } else if (change instanceof Change.NotAsked notAsked) {
            return new Placement.NotWritten(notAsked.reason());
        } else if (change instanceof Change.InDoubt doubt) {
            return new Placement.InDoubt(node, doubt.reason());
        } else if (reply instanceof Reply.Answer answer) {
            return change instanceof Change.Done
                    ? new Placement.Placed(node, answer.run(), JobState.QUEUED)
                    : new Placement.AlreadyPlaced(node, answer.run());
        }
        return new Placement.Refused(change instanceof Change.Refused refused ? refused.reason() : Reason.SCRIPT_ERROR);
    }
}
