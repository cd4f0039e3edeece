package dev.holdfast.maintenance;

import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;

/** Turns submissions away while the door is closed, and says when to come back. */
final class MaintenanceModeFilter extends OncePerRequestFilter {

    // Clients compare this text; it never changes.
    private static final String ERROR = "The system is currently under maintenance.";

    private static final Duration UNKNOWN_END = Duration.ofMinutes(2);

    private final MaintenanceMode mode;
    private final ProblemWriter problems;
    private final InstantSource clock;

    MaintenanceModeFilter(MaintenanceMode mode, ProblemWriter problems, InstantSource clock) {
        this.mode = mode;
        this.problems = problems;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        MaintenanceWindow window = mode.window();
        // Only a POST submits; what another method gets does not depend on the hour.
        if (window == null || !HttpMethod.POST.matches(request.getMethod())) {
            chain.doFilter(request, response);
        } else {
            problems.write(refusal(window), response);
        }
    }

    private Problem refusal(MaintenanceWindow window) {
        Problem problem = Problem.passing(ProblemType.MAINTENANCE, ERROR, retryAfter(window.until()));
        String message = window.message();
        if (message != null) {
            problem = new Problem(problem.type(), message, problem.members(), problem.retryAfter())
                    .with("message", message);
        }
        Instant until = window.until();
        return until == null ? problem : problem.with("until", until.toString());
    }

    private Duration retryAfter(@Nullable Instant until) {
        if (until == null) {
            return UNKNOWN_END;
        }
        // Rounded up: who comes back after so many whole seconds finds the door open.
        long seconds =
                Duration.between(clock.instant(), until).plusNanos(999_999_999).toSeconds();
        return Duration.ofSeconds(Math.max(1, seconds));
    }
}
