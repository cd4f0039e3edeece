package dev.holdfast.spool;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.holdfast.job.Reason;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.problem.Violation;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.io.InputStreamResource;
import org.springframework.util.MimeType;

/** Where operators see how the spool is, and say what becomes of the rows that nobody brings on. */
@Endpoint(id = "spool")
final class SpoolEndpoint {

    private static final MimeType LINES = MimeType.valueOf("application/x-ndjson");

    private final Spool spool;
    private final SpoolOperator operator;
    private final Limits limits;
    private final ObjectWriter json;
    private final LongSupplier nanoTime;

    SpoolEndpoint(
            Spool spool,
            SpoolOperator operator,
            SpoolProperties.Spool limits,
            ObjectWriter json,
            LongSupplier nanoTime) {
        this.spool = spool;
        this.operator = operator;
        this.limits = Limits.of(limits);
        this.json = json;
        this.nanoTime = nanoTime;
    }

    @ReadOperation
    State state() {
        SpoolState now = spool.state();
        return new State(
                now.takesJobs(),
                now.obstacle().map(Reason::word).orElse(null),
                now.waiting(),
                new Sent(now.sentToPrimary(), now.sentToStandby()),
                now.aside(),
                now.withdrawn().all(),
                now.bytes(),
                now.oldest().map(Duration::toSeconds).orElse(null),
                spool.letGo(),
                operator.released(),
                now.missing(),
                limits,
                operator.stuck().orElse(null));
    }

    // The last name is the member's; Actuator takes every parameter for required, unless it carries Spring's @Nullable.
    @SuppressWarnings("MemberName")
    @WriteOperation(produces = {"application/json", "application/x-ndjson"})
    WebEndpointResponse<?> change(
            @org.springframework.lang.Nullable String action, @org.springframework.lang.Nullable String job_id) {
        SpoolRequest request = new SpoolRequest(action, job_id);
        List<Violation> violations = request.violations();
        if (!violations.isEmpty()) {
            return Problem.of(ProblemType.INVALID_SPOOL_ACTION, "nothing has changed; see violations")
                    .with("violations", violations)
                    .toEndpointResponse();
        }
        return switch (request.wanted()) {
            case RETRY -> answer(operator.retry(request.job()));
            case RETRY_ALL -> answer(operator.retryAll());
            case RELEASE -> answer(operator.release(request.job()));
            case DISCARD -> answer(operator.discard(request.job()));
            case EXPORT -> export();
        };
    }

    private WebEndpointResponse<?> answer(SpoolOperator.Result result) {
        if (result instanceof SpoolOperator.Result.WrongState wrong) {
            return SpoolProblems.wrongState(wrong.job()).toEndpointResponse();
        } else if (result instanceof SpoolOperator.Result.NoSuchJob) {
            return SpoolProblems.noSuchJob().toEndpointResponse();
        } else if (result instanceof SpoolOperator.Result.NotAsked not) {
            return SpoolProblems.notAsked(not.reason()).toEndpointResponse();
        }
        return new WebEndpointResponse<>(state());
    }

    private WebEndpointResponse<?> export() {
        SpoolExport export = new SpoolExport(spool, json, nanoTime);
        Reason obstacle = export.begin();
        return obstacle == null
                ? new WebEndpointResponse<>(new InputStreamResource(export), LINES)
                : SpoolProblems.notAsked(obstacle).toEndpointResponse();
    }

    /** What operators see; {@code stuck} is missing while the disk does not say. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(
            boolean accepting,
            @Nullable String reason,
            long waiting,
            Sent sent,
            @JsonProperty("set_aside") long aside,
            long withdrawn,
            long bytes,
            @JsonProperty("oldest_s") @Nullable Long oldestSeconds,
            @JsonProperty("let_go") long letGo,
            long released,
            long missing,
            Limits limits,
            @Nullable List<StuckRows.Stuck> stuck) {}

    /** Jobs that are at a node and not yet safe there, or may be. */
    record Sent(long primary, long standby) {}

    /** The bounds that are set. */
    record Limits(
            long jobs,
            long bytes,
            @JsonProperty("free_bytes") long freeBytes,
            @JsonProperty("hold_s") long holdSeconds,
            @JsonProperty("age_warning_s") long ageWarningSeconds) {

        static Limits of(SpoolProperties.Spool limits) {
            return new Limits(
                    limits.maxJobs(),
                    limits.maxSize().toBytes(),
                    limits.minFree().toBytes(),
                    limits.maxHold().toSeconds(),
                    limits.ageWarning().toSeconds());
        }
    }
}
