package dev.holdfast.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

class ProblemTests {

    @Test
    void showsItsMembersInOrder() throws JsonProcessingException {
        Problem problem = Problem.of(ProblemType.JOB_ID_CONFLICT, "the job_id has another fingerprint")
                .with("job_id", "daily-report")
                .with("attempt", 2);

        assertThat(json(problem)).isEqualTo("""
                {
                  "type" : "urn:holdfast:problem:job_id_conflict",
                  "title" : "The job_id belongs to another job",
                  "status" : 409,
                  "code" : "job_id_conflict",
                  "detail" : "the job_id has another fingerprint",
                  "job_id" : "daily-report",
                  "attempt" : 2
                }""");
    }

    @Test
    void carriesErrorAndRetryAfterWhenItPasses() throws JsonProcessingException {
        Problem problem =
                Problem.passing(ProblemType.REDIS_UNAVAILABLE, "No Redis can take the job now.", Duration.ofSeconds(2));

        assertThat(json(problem)).isEqualTo("""
                {
                  "type" : "urn:holdfast:problem:redis_unavailable",
                  "title" : "No Redis can take the job now",
                  "status" : 503,
                  "code" : "redis_unavailable",
                  "detail" : "No Redis can take the job now.",
                  "error" : "No Redis can take the job now."
                }""");
        assertThat(problem.toResponse().getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("2");
    }

    @Test
    void answersWithItsStatusAndMediaType() {
        ResponseEntity<Map<String, Object>> response =
                Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "limit is 1 MB").toResponse();

        assertThat(response.getStatusCode().value()).isEqualTo(413);
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(response.getHeaders()).doesNotContainKey(HttpHeaders.RETRY_AFTER);
    }

    @Test
    void isNotChangedByAnotherMember() {
        Problem problem = Problem.of(ProblemType.NOT_FOUND, "nothing here");

        problem.with("more", true);

        assertThat(problem.members()).isEmpty();
    }

    @Test
    void isNotChangedThroughTheMapThatItWasMadeOf() {
        Map<String, Object> members = new LinkedHashMap<>();
        Problem problem = new Problem(ProblemType.NOT_FOUND, "nothing here", members, null);

        members.put("late", true);

        assertThat(problem.members()).isEmpty();
    }

    private static String json(Problem problem) throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(problem.body());
    }
}
