package dev.holdfast.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.problem.Violation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Where operators see what happened, and say what the service cannot know. */
@Endpoint(id = "incident")
final class IncidentEndpoint {

    /** Who has more to say closes it: what people wrote is never dropped, and all of it is kept in memory. */
    private static final int MOST = 100;

    private final Incidents incidents;
    private final InstantSource clock;

    IncidentEndpoint(Incidents incidents, InstantSource clock) {
        this.incidents = incidents;
        this.clock = clock;
    }

    @ReadOperation
    State state() {
        return new State(
                incidents.open().map(IncidentReport::of).orElse(null),
                incidents.past().stream().map(IncidentReport::of).toList());
    }

    // The last name is the member's; Actuator takes every parameter for required, unless it carries Spring's @Nullable.
    @SuppressWarnings("MemberName")
    @WriteOperation
    WebEndpointResponse<?> change(
            @org.springframework.lang.Nullable String action,
            @org.springframework.lang.Nullable String text,
            @org.springframework.lang.Nullable String impact,
            @org.springframework.lang.Nullable String until,
            @org.springframework.lang.Nullable String next_update) {
        IncidentRequest request = new IncidentRequest(action, text, impact, until, next_update);
        Instant now = clock.instant();
        List<Violation> violations = new ArrayList<>(request.violations(now));
        if (text != null && request.isComment() && isFull()) {
            violations.add(new Violation("/text", "too_many", "must be left out, as there are " + MOST + " already"));
        }
        if (!violations.isEmpty()) {
            return Problem.of(ProblemType.INVALID_INCIDENT, "nothing has changed; see violations")
                    .with("violations", violations)
                    .toEndpointResponse();
        }
        boolean changed = switch (request.wanted()) {
            case OPEN -> incidents.open(String.valueOf(text), request.claimed(), request.end(), request.due(), now);
            case UPDATE -> incidents.update(String.valueOf(text), request.end(), request.due(), now);
            case ESTIMATE -> incidents.estimate(text, request.end(), request.due(), now);
            case CLOSE -> incidents.close(text, now);
        };
        return changed ? new WebEndpointResponse<>(state()) : refusal(request.wanted());
    }

    private boolean isFull() {
        return incidents.open().stream()
                        .flatMap(open -> open.updates().stream())
                        .filter(Incident.Update::operator)
                        .count()
                >= MOST;
    }

    private WebEndpointResponse<?> refusal(IncidentRequest.Action action) {
        if (action != IncidentRequest.Action.OPEN) {
            return Problem.of(ProblemType.NO_OPEN_INCIDENT, "open one first; nothing has changed")
                    .toEndpointResponse();
        }
        Problem problem = Problem.of(
                ProblemType.INCIDENT_ALREADY_OPEN, "add what you know to it with an update; nothing has changed");
        return incidents
                .open()
                .map(open -> problem.with("id", open.id()))
                .orElse(problem)
                .toEndpointResponse();
    }

    /** What operators see; the past newest first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(@Nullable IncidentReport open, List<IncidentReport> past) {}
}
