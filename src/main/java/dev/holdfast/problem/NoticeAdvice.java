package dev.holdfast.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Adds the incident to a controller's 503, as {@link ProblemWriter} does where no controller is at work. */
@RestControllerAdvice
final class NoticeAdvice implements ResponseBodyAdvice<Object> {

    private final Notices notices;

    NoticeAdvice(ObjectProvider<Notices> notices) {
        this.notices = notices.getIfAvailable(Notices::none);
    }

    @Override
    public boolean supports(MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter method,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (MediaType.APPLICATION_PROBLEM_JSON.equals(type) && body instanceof Map<?, ?> problem) {
            ProblemType code = ProblemType.coded(problem.get("code")).orElse(ProblemType.INTERNAL_ERROR);
            Notice notice = code.passes() ? notices.open().get().orElse(null) : null;
            if (notice != null) {
                prolong(notice, code, response.getHeaders());
                return with(problem, notice);
            }
        }
        return body;
    }

    private void prolong(Notice notice, ProblemType code, HttpHeaders headers) {
        String usual = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (usual != null) {
            Duration wait = notices.retryAfter(notice, code, Duration.ofSeconds(Long.parseLong(usual)));
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds()));
        }
    }

    private static Map<?, ?> with(Map<?, ?> problem, Notice notice) {
        Map<Object, Object> more = new LinkedHashMap<>(problem);
        more.put("incident", notice.members());
        return more;
    }
}
