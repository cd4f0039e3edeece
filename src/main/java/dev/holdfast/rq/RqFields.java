package dev.holdfast.rq;

/** The fields of a job's hash, in the order in which RQ's {@code Job.to_dict} names them. */
final class RqFields {

    static final String CREATED_AT = "created_at";
    static final String DATA = "data";
    static final String SUCCESS_CALLBACK = "success_callback_name";
    static final String FAILURE_CALLBACK = "failure_callback_name";
    static final String STOPPED_CALLBACK = "stopped_callback_name";
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

    /** Where RQ up to 2.4 keeps a result on a Redis without streams; later versions only read them. */
    static final String LEGACY_RESULT = "result";

    static final String LEGACY_EXC_INFO = "exc_info";

    private RqFields() {}
}
