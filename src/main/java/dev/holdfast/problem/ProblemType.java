package dev.holdfast.problem;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Every kind of refusal, with its HTTP status; {@code docs/problems.md} lists the same.
 *
 * <p>The {@code code} is a promise to client programs: it never changes its meaning.
 */
public enum ProblemType {
    BAD_REQUEST("bad_request", HttpStatus.BAD_REQUEST, "The request cannot be understood"),
    MALFORMED_JSON("malformed_json", HttpStatus.BAD_REQUEST, "The body is not JSON"),
    TRAILING_TEXT("trailing_text", HttpStatus.BAD_REQUEST, "There is text behind the JSON value"),
    DUPLICATE_MEMBER("duplicate_member", HttpStatus.BAD_REQUEST, "A JSON object names a member twice"),
    NOT_UTF8("not_utf8", HttpStatus.BAD_REQUEST, "The body is not UTF-8"),
    TOO_DEEP("too_deep", HttpStatus.BAD_REQUEST, "The JSON value is nested too deeply"),
    INVALID_SUBMISSION("invalid_submission", HttpStatus.BAD_REQUEST, "The submission breaks a rule"),
    INVALID_IDEMPOTENCY_KEY("invalid_idempotency_key", HttpStatus.BAD_REQUEST, "The Idempotency-Key cannot be used"),
    INVALID_JOB_ID("invalid_job_id", HttpStatus.BAD_REQUEST, "This is not a job id"),
    INVALID_QUEUE_NAME("invalid_queue_name", HttpStatus.BAD_REQUEST, "This is not a queue's name"),
    INVALID_MAINTENANCE("invalid_maintenance", HttpStatus.BAD_REQUEST, "The maintenance window breaks a rule"),
    INVALID_FAILOVER("invalid_failover", HttpStatus.BAD_REQUEST, "The change of the nodes breaks a rule"),
    INVALID_SPOOL_ACTION("invalid_spool_action", HttpStatus.BAD_REQUEST, "The action on the spool breaks a rule"),
    INVALID_INCIDENT("invalid_incident", HttpStatus.BAD_REQUEST, "The change of the incident breaks a rule"),
    TASK_NOT_ALLOWED("task_not_allowed", HttpStatus.FORBIDDEN, "This task may not be named here"),
    OPERATOR_ONLY("operator_only", HttpStatus.FORBIDDEN, "Only an operator may do this"),
    NOT_FOUND("not_found", HttpStatus.NOT_FOUND, "There is nothing at this address"),
    JOB_NOT_FOUND("job_not_found", HttpStatus.NOT_FOUND, "No such job is known"),
    QUEUE_NOT_FOUND("queue_not_found", HttpStatus.NOT_FOUND, "No such queue is known"),
    METHOD_NOT_ALLOWED("method_not_allowed", HttpStatus.METHOD_NOT_ALLOWED, "The address does not know this method"),
    NOT_ACCEPTABLE("not_acceptable", HttpStatus.NOT_ACCEPTABLE, "No accepted media type can be produced"),
    REQUEST_TIMEOUT("request_timeout", HttpStatus.REQUEST_TIMEOUT, "The body did not arrive in time"),
    JOB_ID_CONFLICT("job_id_conflict", HttpStatus.CONFLICT, "The job_id belongs to another job"),
    WRONG_JOB_STATE("wrong_job_state", HttpStatus.CONFLICT, "The job is not in the state for this"),
    MAINTENANCE_FIXED("maintenance_fixed", HttpStatus.CONFLICT, "Maintenance is fixed by the environment"),
    NODE_NOT_READY("node_not_ready", HttpStatus.CONFLICT, "The node cannot take jobs now"),
    NO_OPEN_INCIDENT("no_open_incident", HttpStatus.CONFLICT, "No incident is open"),
    INCIDENT_ALREADY_OPEN("incident_already_open", HttpStatus.CONFLICT, "An incident is open already"),
    PAYLOAD_TOO_LARGE("payload_too_large", HttpStatus.PAYLOAD_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported_media_type", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has the wrong media type"),
    IDEMPOTENCY_KEY_REUSED(
            "idempotency_key_reused", HttpStatus.UNPROCESSABLE_ENTITY, "The Idempotency-Key came with another body"),
    DEPENDENCY_NOT_ACCEPTED(
            "dependency_not_accepted", HttpStatus.FAILED_DEPENDENCY, "A job that this one waits for was not accepted"),
    INTERNAL_ERROR("internal_error", HttpStatus.INTERNAL_SERVER_ERROR, "Holdfast made a mistake"),
    MAINTENANCE_NOT_SAVED(
            "maintenance_not_saved", HttpStatus.INTERNAL_SERVER_ERROR, "The maintenance window could not be saved"),
    REDIS_REFUSED("redis_refused", HttpStatus.INTERNAL_SERVER_ERROR, "Redis cannot hold this job"),
    MAINTENANCE("maintenance", HttpStatus.SERVICE_UNAVAILABLE, "Closed for maintenance"),
    REDIS_UNAVAILABLE("redis_unavailable", HttpStatus.SERVICE_UNAVAILABLE, "No Redis can take the job now"),
    SPOOL_UNAVAILABLE("spool_unavailable", HttpStatus.SERVICE_UNAVAILABLE, "The spool's disk does not answer"),
    JOB_MOVING("job_moving", HttpStatus.SERVICE_UNAVAILABLE, "The job is being moved right now"),
    IN_DOUBT("in_doubt", HttpStatus.SERVICE_UNAVAILABLE, "The job was sent, and Redis did not answer"),
    OVERLOADED("overloaded", HttpStatus.SERVICE_UNAVAILABLE, "More requests than can be served");

    private final String code;
    private final HttpStatus status;
    private final String title;

    ProblemType(String code, HttpStatus status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    public String code() {
        return code;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** Whether it is a matter of time, so that the answer says when to come back. */
    boolean passes() {
        return status == HttpStatus.SERVICE_UNAVAILABLE;
    }

    /** The type of a problem that is told already, by its member {@code code}. */
    static Optional<ProblemType> coded(@Nullable Object code) {
        return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
    }

    /** The problem details' {@code type}: a name, not an address to visit. */
    URI uri() {
        return URI.create("urn:holdfast:problem:" + code);
    }
}
