package dev.holdfast.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.problem.Violation;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** The operators' toggle. */
@Endpoint(id = "maintenance")
final class MaintenanceEndpoint {

    private static final Logger log = LoggerFactory.getLogger(MaintenanceEndpoint.class);

    private final MaintenanceMode mode;
    private final InstantSource clock;

    MaintenanceEndpoint(MaintenanceMode mode, InstantSource clock) {
        this.mode = mode;
        this.clock = clock;
    }

    @ReadOperation
    State state() {
        return State.of(mode.window(), mode.isFixed());
    }

    // Actuator takes every parameter for required, unless it carries Spring's own @Nullable.
    @WriteOperation
    WebEndpointResponse<?> change(
            @org.springframework.lang.Nullable String enabled,
            @org.springframework.lang.Nullable String until,
            @org.springframework.lang.Nullable String message) {
        MaintenanceRequest request = new MaintenanceRequest(enabled, until, message);
        List<Violation> violations = request.violations(clock.instant());
        if (!violations.isEmpty()) {
            return Problem.of(ProblemType.INVALID_MAINTENANCE, "nothing has changed; see violations")
                    .with("violations", violations)
                    .toEndpointResponse();
        }
        MaintenanceWindow window = request.window();
        if (window == null && mode.isFixed()) {
            return Problem.of(
                            ProblemType.MAINTENANCE_FIXED,
                            "MAINTENANCE_MODE is true; only a restart without it opens the door")
                    .toEndpointResponse();
        }
        try {
            mode.announce(window);
        } catch (IOException unsaved) {
            log.error("The maintenance window could not be saved, so nothing has changed", unsaved);
            return Problem.of(ProblemType.MAINTENANCE_NOT_SAVED, "nothing has changed; the service's log has the cause")
                    .toEndpointResponse();
        }
        return new WebEndpointResponse<>(state());
    }

    /** What operators see; {@code fixed} says that the environment keeps the door closed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(
            boolean enabled,
            boolean fixed,
            @Nullable String until,
            @Nullable String message) {

        static State of(@Nullable MaintenanceWindow window, boolean fixed) {
            if (window == null) {
                return new State(false, fixed, null, null);
            }
            Instant until = window.until();
            return new State(true, fixed, until == null ? null : until.toString(), window.message());
        }
    }
}
