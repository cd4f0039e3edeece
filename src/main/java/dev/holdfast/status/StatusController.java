package dev.holdfast.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.holdfast.access.CallerHost;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How it is, for people, programs and feed readers. */
@RestController
final class StatusController {

    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final MediaType ATOM = MediaType.parseMediaType("application/atom+xml;charset=UTF-8");

    private final Supplier<StatusFacts> facts;
    private final Templates templates;
    private final ObjectWriter json;
    private final StatusProperties properties;

    StatusController(Supplier<StatusFacts> facts, Templates templates, ObjectWriter json, StatusProperties properties) {
        this.facts = facts;
        this.templates = templates;
        this.json = json;
        this.properties = properties;
    }

    /** A header, because a {@code meta} element that refreshes could not be switched off by who reads slowly. */
    @GetMapping("/status")
    ResponseEntity<?> page(HttpServletRequest request) {
        boolean refreshes = !"off".equals(request.getParameter("refresh"));
        return answer(request, HTML, now -> templates.page(StatusView.of(now), refreshes), headers -> {
            headers.header("Content-Security-Policy", templates.policy());
            return refreshes ? headers.header("Refresh", "15") : headers;
        });
    }

    @GetMapping("/status.json")
    ResponseEntity<?> report(HttpServletRequest request) {
        return answer(request, MediaType.APPLICATION_JSON, now -> bytes(StatusReport.of(now)), Function.identity());
    }

    @GetMapping("/status.atom")
    ResponseEntity<?> feed(HttpServletRequest request) {
        return answer(request, ATOM, now -> templates.feed(StatusFeed.of(now)), Function.identity());
    }

    private ResponseEntity<?> answer(
            HttpServletRequest request,
            MediaType type,
            Function<StatusFacts, byte[]> body,
            Function<ResponseEntity.BodyBuilder, ResponseEntity.BodyBuilder> more) {
        if (!properties.everybody() && !CallerHost.isOurs(request)) {
            // As if there were no such page: who may not see it need not know of it.
            return Problem.of(ProblemType.NOT_FOUND, "there is nothing at this address")
                    .toResponse();
        }
        ResponseEntity.BodyBuilder headers = ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noStore())
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
        return more.apply(headers).body(body.apply(facts.get()));
    }

    private byte[] bytes(StatusReport report) {
        try {
            return json.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report consists of texts and numbers", e);
        }
    }
}
