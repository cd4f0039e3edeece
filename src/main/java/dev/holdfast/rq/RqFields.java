package dev.holdfast.rq;

/** The fields of a job's hash, in the order in which RQ's {@code Job.to_dict} names them. */
final class RqFields {

    static final String CREATED_AT = "created_at";
    static final String DATA = "data";
    static final String SUCCESS_CALLBACK = "success_callback_name";
    static final String FAILURE_CALLBACK = "failure_callback_name";
    static final String STOPPED_CALLBACK = "stopped_callback_name";
    static final String SUCCESS_TIMEOUT = "success_callback_timeout";
    static final String FAILURE_TIMEOUT = "failure_callback_timeout";
    static final String STOPPED_TIMEOUT = "stopped_callback_timeout";
    static final String STARTED_AT = "started_at";
    static final String ENDED_AT = "ended_at";
    static final String LAST_HEARTBEAT = "last_heartbeat";
    static final String WORKER_NAME = "worker_name";
    static final String GROUP_ID = "group_id";
    static final String ORIGIN = "origin";
    static final String DESCRIPTION = "description";
    static final String ENQUEUED_AT = "enqueued_at";
    static final String TIMEOUT = "timeout";
    static final String RESULT_TTL = "result_ttl";
    static final String FAILURE_TTL = "failure_ttl";
    static final String STATUS = "status";
    static final String META = "meta";
    static final String TTL = "ttl";
    static final String RETRIES_LEFT = "retries_left";
    static final String RETRY_INTERVALS = "retry_intervals";
    static final String RETRY_AT_FRONT = "enqueue_at_front_on_retry";
    static final String REPEATS_LEFT = "repeats_left";
    static final String REPEAT_INTERVALS = "repeat_intervals";

    /** The first of {@link #DEPENDENCY_IDS}, for workers that know only one. */
    static final String DEPENDENCY_ID = "dependency_id";

    static final String DEPENDENCY_IDS = "dependency_ids";
    static final String ALLOW_FAILURES = "allow_dependency_failures";

    /** For jobs that are queued by others later; RQ keeps nothing of the kind for those that are queued now. */
    static final String AT_FRONT = "enqueue_at_front";

    static final String WEBHOOKS = "webhooks";

    /** Where RQ up to 2.4 keeps a result on a Redis without streams; later versions only read them. */
    static final String LEGACY_RESULT = "result";

    static final String LEGACY_EXC_INFO = "exc_info";

    private RqFields() {}
}
