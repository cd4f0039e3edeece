package dev.holdfast.access;

import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only operators change anything through Actuator.
 *
 * <p>An operator is who calls from this host, or who has the token. A proxy or a browser on this host speaks for
 * somebody else and needs the token; a proxy is known by the headers that it adds, so <b>one that adds none passes for
 * an operator</b>.
 */
final class OperatorFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private static final Problem REFUSAL = Problem.of(
            ProblemType.OPERATOR_ONLY, "call from the service's own host, or send the operator token as bearer token");

    private final OperatorToken token;
    private final ProblemWriter problems;

    OperatorFilter(OperatorToken token, ProblemWriter problems) {
        this.token = token;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (READING.contains(request.getMethod()) || isOperator(request)) {
            chain.doFilter(request, response);
        } else {
            problems.write(REFUSAL, response);
        }
    }

    private boolean isOperator(HttpServletRequest request) {
        return token.isIn(request.getHeader(HttpHeaders.AUTHORIZATION))
                || (CallerHost.isOurs(request)
                        && Collections.list(request.getHeaderNames()).stream().noneMatch(OperatorFilter::isOfABrowser));
    }

    // A page that somebody else wrote may have sent it.
    private static boolean isOfABrowser(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.equals("origin") || name.startsWith("sec-fetch-");
    }
}
