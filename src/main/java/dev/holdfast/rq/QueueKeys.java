package dev.holdfast.rq;

/**
 * The keys of one queue, whatever its name is: RQ checks none, so what others made is read by its own.
 *
 * @param name as RQ has it, without a prefix
 */
public record QueueKeys(String name) {

    /** The queue that has this key. */
    public static QueueKeys ofKey(String key) {
        return new QueueKeys(key.startsWith(RqKeys.QUEUE) ? key.substring(RqKeys.QUEUE.length()) : key);
    }

    /** List of the ids that wait; its head is taken next. */
    public String waiting() {
        return RqKeys.QUEUE + name;
    }

    /** Sorted set of what workers have started, by the moment until which the worker is believed to live. */
    public String started() {
        return "rq:wip:" + name;
    }

    public String finished() {
        return "rq:finished:" + name;
    }

    public String failed() {
        return "rq:failed:" + name;
    }

    public String deferred() {
        return RqKeys.DEFERRED + name;
    }

    /** Sorted set of what has a time, by that time. */
    public String scheduled() {
        return RqKeys.SCHEDULED + name;
    }

    /** Set of the keys of the workers that serve the queue. */
    public String workers() {
        return "rq:workers:" + name;
    }

    /** String that lives as long as some scheduler serves the queue. */
    public String schedulerLock() {
        return RqKeys.SCHEDULER_LOCK + name;
    }
}
