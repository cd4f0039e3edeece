package dev.holdfast.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers what the servlet container refused before any controller saw it, and what it refuses in a controller's place:
 * once reading a body has failed, Tomcat lets nothing be written but here.
 */
@RestController
final class ProblemErrorController implements ErrorController {

    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<Map<String, Object>> error(HttpServletRequest request) {
        Problem unread = StatusProblems.ofFailedRead(request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
        if (unread != null) {
            return unread.toResponse();
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        // Without that attribute somebody simply asked for this address.
        HttpStatus known = status instanceof Integer code ? HttpStatus.resolve(code) : HttpStatus.NOT_FOUND;
        return StatusProblems.of(known).toResponse();
    }
}
