package dev.holdfast.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.problem.Violation;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** The operators' toggle, and their plans. */
@Endpoint(id = "maintenance")
final class MaintenanceEndpoint {

    private static final Logger log = LoggerFactory.getLogger(MaintenanceEndpoint.class);

    private static final Violation UNKNOWN =
            new Violation("/cancel", "unknown", "must be the id of a planned window that has not begun");

    private final MaintenanceMode mode;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /** @param ids names for planned windows, none twice */
    MaintenanceEndpoint(MaintenanceMode mode, InstantSource clock, Supplier<String> ids) {
        this.mode = mode;
        this.clock = clock;
        this.ids = ids;
    }

    @ReadOperation
    State state() {
        return State.of(mode.window(), mode.isFixed(), mode.planned());
    }

    // Actuator takes every parameter for required, unless it carries Spring's own @Nullable.
    @WriteOperation
    WebEndpointResponse<?> change(
            @org.springframework.lang.Nullable String enabled,
            @org.springframework.lang.Nullable String from,
            @org.springframework.lang.Nullable String until,
            @org.springframework.lang.Nullable String message,
            @org.springframework.lang.Nullable String cancel) {
        MaintenanceRequest request = new MaintenanceRequest(enabled, from, until, message, cancel);
        List<Violation> violations = request.violations(clock.instant());
        if (!violations.isEmpty()) {
            return invalid(violations);
        }
        try {
            if (cancel != null) {
                return mode.cancel(cancel) ? current() : invalid(List.of(UNKNOWN));
            }
            return request.isPlan() ? plan(request) : announce(request.window());
        } catch (IOException unsaved) {
            log.error("The maintenance window could not be saved, so nothing has changed", unsaved);
            return Problem.of(ProblemType.MAINTENANCE_NOT_SAVED, "nothing has changed; the service's log has the cause")
                    .toEndpointResponse();
        }
    }

    private WebEndpointResponse<?> plan(MaintenanceRequest request) throws IOException {
        Violation objection = mode.plan(request.planned(ids.get()));
        return objection == null ? current() : invalid(List.of(objection));
    }

    private WebEndpointResponse<?> announce(@Nullable MaintenanceWindow window) throws IOException {
        if (window == null && mode.isFixed()) {
            return Problem.of(
                            ProblemType.MAINTENANCE_FIXED,
                            "MAINTENANCE_MODE is true; only a restart without it opens the door")
                    .toEndpointResponse();
        }
        mode.announce(window);
        return current();
    }

    private WebEndpointResponse<?> current() {
        return new WebEndpointResponse<>(state());
    }

    private static WebEndpointResponse<?> invalid(List<Violation> violations) {
        return Problem.of(ProblemType.INVALID_MAINTENANCE, "nothing has changed; see violations")
                .with("violations", violations)
                .toEndpointResponse();
    }

    /** What operators see; {@code fixed} says that the environment keeps the door closed. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record State(
            boolean enabled,
            boolean fixed,
            @Nullable String until,
            @Nullable String message,
            List<Plan> planned) {

        static State of(@Nullable MaintenanceWindow window, boolean fixed, List<PlannedWindow> planned) {
            List<Plan> plans = planned.stream().map(Plan::of).toList();
            if (window == null) {
                return new State(false, fixed, null, null, plans);
            }
            Instant until = window.until();
            return new State(true, fixed, until == null ? null : until.toString(), window.message(), plans);
        }
    }

    /** A planned window of it; times are UTC, whatever offset they came with. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Plan(
            String id, String from, String until, @Nullable String message) {

        static Plan of(PlannedWindow window) {
            return new Plan(
                    window.id(), window.from().toString(), window.until().toString(), window.message());
        }
    }
}
