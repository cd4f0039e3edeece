package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.House;
import dev.holdfast.testing.RedisServer;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A row of the disk is set aside, because the primary has another job of its id: that one can still be changed. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class SetAsideTests {

    @RegisterExtension
    static final Pair PAIR = Pair.behindProxies();

    private final String id = UUID.randomUUID().toString();

    @Test
    void whatFailedAtTheNodeIsRequeuedAndWhatIsNotThereIsSaidToBeSetAside() {
        House house = PAIR.house();
        RedisServer primary = PAIR.primary();
        PAIR.primaryNetwork().becomes(Fault.swallowedRequests());
        assertThat(house.post("/enqueue", "{\"task\":\"a.b\",\"job_id\":\"" + id + "\"}")
                        .statusCode())
                .isEqualTo(202);
        primary.commands().set("holdfast:done:" + id, "another");
        primary.commands()
                .hset("rq:job:" + id, Map.of("status", "failed", "origin", "default", "holdfast_fp", "another"));
        primary.commands().zadd("rq:failed:default", 9e9, id);
        PAIR.heal();
        await().until(() -> house.get("/jobs/" + id).body().contains("\"state\":\"set_aside\""));

        HttpResponse<String> requeued = house.post("/jobs/" + id + "/requeue", "");
        assertThat(requeued.body()).contains("\"state\":\"queued\"", "\"node\":\"primary\"");
        assertThat(primary.commands().lrange("rq:queue:default", 0, -1)).containsExactly(id);

        primary.commands().del("rq:job:" + id, "rq:queue:default", "holdfast:done:" + id);
        HttpResponse<String> nobody = house.post("/jobs/" + id + "/requeue", "");
        assertThat(nobody.statusCode()).as(nobody.body()).isEqualTo(409);
        assertThat(nobody.body()).contains("\"state\":\"set_aside\"");
    }
}
