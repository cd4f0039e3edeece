package dev.holdfast.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A controller's refusals while an incident is open. */
class NoticeAdviceTests {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Notice NOTICE =
            new Notice("inc-1", NOW.minusSeconds(60), Optional.of(NOW.plusSeconds(90)), true, "/status");

    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void addsTheIncidentAndWaitsForTheEstimate() throws Exception {
        MockHttpServletResponse response = get("/away", Optional.of(NOTICE));

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader(HttpHeaders.RETRY_AFTER)).isEqualTo("90");
        assertThat(response.getContentAsString()).endsWith("""
                "incident":{"id":"inc-1","since":"2026-11-24T09:59:00Z","until":"2026-11-24T10:01:30Z",\
                "status_url":"/status"}}""");
    }

    @Test
    void countsNoQuestionAsARefusedSubmission() throws Exception {
        get("/away", Optional.of(NOTICE));

        assertThat(refused).hasValue(0);
    }

    @Test
    void saysNothingWhileNothingIsOpen() throws Exception {
        MockHttpServletResponse response = get("/away", Optional.empty());

        assertThat(response.getHeader(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
        assertThat(response.getContentAsString()).doesNotContain("incident");
    }

    @Test
    void anotherRefusalIsNotConcerned() throws Exception {
        MockHttpServletResponse response = get("/unknown", Optional.of(NOTICE));

        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getContentAsString()).doesNotContain("incident");
    }

    @Test
    void anAnswerThatIsNoRefusalIsNotConcerned() throws Exception {
        assertThat(get("/there", Optional.of(NOTICE)).getContentAsString())
                .isEqualTo("{\"code\":\"redis_unavailable\"}");
    }

    private MockHttpServletResponse get(String path, Optional<Notice> open) throws Exception {
        StaticListableBeanFactory beans = new StaticListableBeanFactory(
                Map.of("notices", new Notices(() -> open, refused::incrementAndGet, InstantSource.fixed(NOW))));
        MockMvc mvc = MockMvcBuilders.standaloneSetup(new Desk())
                .setControllerAdvice(new NoticeAdvice(beans.getBeanProvider(Notices.class)))
                .build();
        return mvc.perform(MockMvcRequestBuilders.get(path)).andReturn().getResponse();
    }

    @RestController
    static class Desk {

        @GetMapping("/away")
        ResponseEntity<Map<String, Object>> away() {
            return Problem.passing(ProblemType.REDIS_UNAVAILABLE, "not now", Duration.ofSeconds(2))
                    .toResponse();
        }

        @GetMapping("/unknown")
        ResponseEntity<Map<String, Object>> unknown() {
            return Problem.of(ProblemType.JOB_NOT_FOUND, "no such job").toResponse();
        }

        @GetMapping(path = "/there", produces = MediaType.APPLICATION_JSON_VALUE)
        Map<String, Object> there() {
            return Map.of("code", "redis_unavailable");
        }
    }
}
