package dev.holdfast.rq;

import dev.holdfast.job.GroupName;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;

/**
 * The names of the Redis keys that RQ and Holdfast share.
 *
 * <p>RQ's own come from its {@code queue.py}, {@code job.py}, {@code results.py} and {@code registry.py}.
 */
public final class RqKeys {

    /** The hash field in which Holdfast keeps a job's fingerprint; RQ keeps fields that it does not know. */
    public static final String FINGERPRINT_FIELD = "holdfast_fp";

    /** The hash field that says when a job is due that RQ's registry has lost to a claim, in seconds since the epoch. */
    public static final String DUE_FIELD = "holdfast_due";

    /** The hash field that names the id under which the job's proof is kept, where that is not its own. */
    public static final String PROOF_FIELD = "holdfast_proof";

    /** What every key of RQ's begins with. */
    public static final String RQ = "rq:";

    /** What the key of every job's hash begins with; the id follows. */
    public static final String JOB = "rq:job:";

    /** What the key of every queue begins with; its name follows. */
    public static final String QUEUE = "rq:queue:";

    /** What the key of every worker begins with; its name follows. */
    public static final String WORKER = "rq:worker:";

    /** What the key of every queue's registry of jobs with a time begins with; its name follows. */
    public static final String SCHEDULED = "rq:scheduled:";

    /** What the key of every queue's registry of jobs that wait for others begins with; its name follows. */
    public static final String DEFERRED = "rq:deferred:";

    /** What the key of every lock of a scheduler begins with; the name of the queue follows. */
    public static final String SCHEDULER_LOCK = "rq:scheduler-lock:";

    /** What the key of every group begins with; its name follows. */
    public static final String GROUP = "rq:group:";

    /** What the key of every proof begins with; the id follows. */
    public static final String DONE = "holdfast:done:";

    private RqKeys() {}

    /** Set of the keys of all queues. */
    public static String queues() {
        return "rq:queues";
    }

    /** Set of the keys of all workers, dead ones included until another cleans up. */
    public static String workers() {
        return "rq:workers";
    }

    /** String that is there while all workers pause. */
    public static String suspended() {
        return "rq:suspended";
    }

    /** List of the ids that wait on a queue; its head is taken next. */
    public static String queue(QueueName queue) {
        return QUEUE + queue;
    }

    /** Hash of a job. */
    public static String job(JobId id) {
        return JOB + id;
    }

    /** Set of the ids that wait for this job. */
    public static String dependents(JobId id) {
        return "rq:job:" + id + ":dependents";
    }

    /** Set of the ids that this job waits for; the double colon is RQ's. */
    public static String dependencies(JobId id) {
        return "rq:job::" + id + ":dependencies";
    }

    /** Stream of a job's results, the newest last. */
    public static String results(JobId id) {
        return "rq:results:" + id;
    }

    /** Sorted set of a queue's jobs that workers have started. */
    public static String started(QueueName queue) {
        return new QueueKeys(queue.value()).started();
    }

    public static String finished(QueueName queue) {
        return new QueueKeys(queue.value()).finished();
    }

    public static String failed(QueueName queue) {
        return new QueueKeys(queue.value()).failed();
    }

    public static String deferred(QueueName queue) {
        return new QueueKeys(queue.value()).deferred();
    }

    public static String scheduled(QueueName queue) {
        return new QueueKeys(queue.value()).scheduled();
    }

    public static String canceled(QueueName queue) {
        return "rq:canceled:" + queue;
    }

    /** Set of the names of all groups. */
    public static String groups() {
        return "rq:groups";
    }

    /** Set of the ids of a group's jobs. */
    public static String group(GroupName group) {
        return GROUP + group;
    }

    /** String that outlives a job and says that it was accepted here: Holdfast's own. */
    public static String done(JobId id) {
        return DONE + id;
    }

    /** Sorted set of the ids that a standby accepted and that are to come home, by the time of acceptance. */
    public static String strays() {
        return "holdfast:strays";
    }

    /** Hash of the strays that somebody brings home now: until when, who, and since when. */
    public static String claims() {
        return "holdfast:claims";
    }

    /** String that is left of a stray that was deleted: its fingerprint and the id under which it is proven. */
    public static String back(JobId id) {
        return "holdfast:back:" + id;
    }

    /** Sorted set of the strays that the primary will never take as they are, by the time they were set aside. */
    public static String aside() {
        return "holdfast:aside";
    }
}
