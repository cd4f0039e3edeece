package dev.holdfast.problem;

import java.util.Map;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Turns what Spring MVC refuses, and what nobody foresaw, into problems that tell no internals. */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    // Broad, because this is the process edge: nothing may leave the service as a stack trace.
    @ExceptionHandler(Exception.class)
    ResponseEntity<Map<String, Object>> refuse(Exception exception) {
        HttpStatus status = status(exception);
        if (status == null || status.is5xxServerError()) {
            log.error("A request failed for a reason that nobody foresaw", exception);
        }
        ResponseEntity<Map<String, Object>> problem = StatusProblems.of(status).toResponse();
        HttpHeaders headers = new HttpHeaders();
        headers.addAll(problem.getHeaders());
        if (exception instanceof ErrorResponse refusal) {
            headers.addAll(HttpHeaders.ALLOW, refusal.getHeaders().getOrEmpty(HttpHeaders.ALLOW));
        }
        return new ResponseEntity<>(problem.getBody(), headers, problem.getStatusCode());
    }

    private static @Nullable HttpStatus status(Exception exception) {
        if (exception instanceof ErrorResponse refusal) {
            return HttpStatus.resolve(refusal.getStatusCode().value());
        }
        // The last two are a body that broke off and a client that is gone.
        boolean callersFault = exception instanceof HttpMessageNotReadableException
                || exception instanceof TypeMismatchException
                || exception instanceof BadRequestException
                || exception instanceof AsyncRequestNotUsableException;
        return callersFault ? HttpStatus.BAD_REQUEST : HttpStatus.INTERNAL_SERVER_ERROR;
    }
}
