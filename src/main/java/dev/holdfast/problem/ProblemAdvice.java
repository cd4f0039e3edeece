package dev.holdfast.problem;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns what Spring MVC refuses, and what nobody foresaw, into problems that tell no internals. */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    // Broad, because this is the process edge: nothing may leave the service as a stack trace.
    @ExceptionHandler(Exception.class)
    ResponseEntity<Map<String, Object>> refuse(Exception exception) {
        if (exception instanceof ErrorResponse refusal) {
            HttpStatus status = HttpStatus.resolve(refusal.getStatusCode().value());
            ResponseEntity<Map<String, Object>> problem =
                    StatusProblems.of(status).toResponse();
            HttpHeaders headers = new HttpHeaders();
            headers.addAll(problem.getHeaders());
            headers.addAll(HttpHeaders.ALLOW, refusal.getHeaders().getOrEmpty(HttpHeaders.ALLOW));
            return new ResponseEntity<>(problem.getBody(), headers, problem.getStatusCode());
        }
        log.error("A request failed for a reason that nobody foresaw", exception);
        return StatusProblems.of(HttpStatus.INTERNAL_SERVER_ERROR).toResponse();
    }
}
