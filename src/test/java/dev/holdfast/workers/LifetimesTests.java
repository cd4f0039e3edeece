package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@WithWorkers
class LifetimesTests {

    private final UUID test = UUID.randomUUID();

    @Test
    void aJobThatWaitsLongerThanItsTtlIsNotRun(Workshop shop) {
        shop.withEachCrew(crew -> {
            String expired = append(crew, shop, "expired", "\"ttl\": 1");
            append(crew, shop, "patient", "\"ttl\": 600");
            await().until(() -> shop.redis().exists("rq:job:" + expired) == 0);

            shop.work(crew, crew.shelf());

            assertThat(shop.redis().lrange(key(crew), 0, -1)).containsExactly("patient");
            assertThat(shop.redis().llen("rq:queue:" + crew.shelf())).isZero();
        });
    }

    @Test
    void aJobAtTheFrontRunsBeforeThoseThatWait(Workshop shop) {
        shop.withEachCrew(crew -> {
            append(crew, shop, "first", "\"at_front\": false");
            append(crew, shop, "second", "\"ttl\": 600");
            append(crew, shop, "urgent", "\"at_front\": true");

            shop.work(crew, crew.shelf());

            assertThat(shop.redis().lrange(key(crew), 0, -1)).isEqualTo(List.of("urgent", "first", "second"));
        });
    }

    @Test
    void aResultThatNobodyWantsIsNotKept(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = count(crew, shop, "\"result_ttl\": 0");

            await().until(() -> shop.redis().exists("rq:job:" + id) == 0);

            assertThat(shop.redis().get(key(crew))).isEqualTo("1");
            assertThat(shop.redis().exists("rq:results:" + id)).isZero();
        });
    }

    @Test
    void aResultIsKeptForEver(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = count(crew, shop, "\"result_ttl\": -1, \"ttl\": 60");

            shop.door().ended(id);

            assertThat(settledTtl(shop, id)).isEqualTo(-1);
            assertThat(shop.redis().zscore("rq:finished:" + crew.queue(), id)).isEqualTo(Double.POSITIVE_INFINITY);
        });
    }

    @Test
    void aResultIsKeptAsLongAsAsked(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = count(crew, shop, "\"result_ttl\": \"2h\"");

            shop.door().ended(id);

            assertThat(settledTtl(shop, id)).isBetween(7000L, 7200L);
        });
    }

    @Test
    void aFailureIsKeptAsLongAsAsked(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = shop.door().enqueue("""
                {"task": "tasks.fail", "args": [""], "queue": "%s", "failure_ttl": 3600}
                """.formatted(crew.queue()));

            shop.door().ended(id);

            assertThat(settledTtl(shop, id)).isBetween(3500L, 3600L);
        });
    }

    /** The worker sets the state first and the expiry a moment later. */
    private static long settledTtl(Workshop shop, String id) {
        await().until(() -> shop.redis().exists("rq:results:" + id) == 1);
        return shop.redis().ttl("rq:job:" + id);
    }

    private String key(Crew crew) {
        return "test:" + test + crew;
    }

    private String append(Crew crew, Workshop shop, String value, String option) {
        return shop.door().enqueue("""
                {"task": "tasks.append", "args": ["%s", "%s"], "queue": "%s", %s}
                """.formatted(key(crew), value, crew.shelf(), option));
    }

    private String count(Crew crew, Workshop shop, String options) {
        return shop.door().enqueue("""
                {"task": "tasks.count", "args": ["%s"], "queue": "%s", %s}
                """.formatted(key(crew), crew.queue(), options));
    }
}
