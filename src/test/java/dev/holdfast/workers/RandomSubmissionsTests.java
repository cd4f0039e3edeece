package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

@WithWorkers
class RandomSubmissionsTests {

    private static final int SUBMISSIONS = 60;
    private static final long SEED = 20261124;

    @Test
    void whateverIsAcceptedRunsWithTheArgumentsThatWereSent(Workshop shop) {
        shop.withEachCrew(crew -> {
            RandomSubmission random = new RandomSubmission(new Random(SEED));
            Map<String, JsonNode> accepted = new LinkedHashMap<>();
            for (int number = 0; number < SUBMISSIONS; number++) {
                String submission = random.next(crew.queue());
                HttpResponse<String> answer = shop.door().post(submission);
                assertThat(answer.statusCode()).as(submission + answer.body()).isIn(200, 400, 422);
                if (answer.statusCode() == 200) {
                    JsonNode sent = shop.door().read(submission);
                    accepted.put(shop.door().read(answer.body()).path("job_id").asText(), sent);
                }
            }

            assertThat(accepted).hasSizeBetween(SUBMISSIONS / 2, SUBMISSIONS - 1);
            accepted.forEach((id, sent) -> {
                await().atMost(Duration.ofSeconds(30)).until(() -> shop.redis().exists("seen:" + id) == 1);
                JsonNode seen = shop.door().read(shop.redis().get("seen:" + id));
                assertThat(seen.path(0)).as(id).hasToString(sent.path("args").toString());
                assertThat(seen.path(1)).as(id).hasToString(sent.path("kwargs").toString());
            });
        });
    }
}
