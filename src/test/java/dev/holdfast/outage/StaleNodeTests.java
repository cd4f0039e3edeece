package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.House;
import dev.holdfast.testing.RedisServer;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The standby was promoted, and the old primary is back as a master: what it says of jobs counts no more. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class StaleNodeTests {

    @RegisterExtension
    static final Pair PAIR = Pair.direct();

    private final String waits = UUID.randomUUID().toString();
    private final String failed = UUID.randomUUID().toString();
    private final String ended = UUID.randomUUID().toString();

    @AfterEach
    void separate() {
        PAIR.standby().commands().del("holdfast:node");
    }

    @Test
    void jobsAreLookedForAndChangedAtTheNewerCopyOnly() {
        House house = PAIR.house();
        RedisServer standby = PAIR.standby();
        standby.commands().replicaof("127.0.0.1", PAIR.primary().port());
        await().until(() -> health().contains("\"role\":\"replica\""));
        for (String id : new String[] {waits, failed, ended}) {
            assertThat(house.post("/enqueue", "{\"task\":\"a.b\",\"job_id\":\"" + id + "\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
        PAIR.primary().commands().lrem("rq:queue:default", 1, failed);
        PAIR.primary().commands().hset("rq:job:" + failed, "status", "failed");
        PAIR.primary().commands().zadd("rq:failed:default", 9e9, failed);
        await().until(() -> standby.commands().zscore("rq:failed:default", failed) != null);
        PAIR.primary().kill();
        standby.commands().replicaofNoOne();
        await().until(() -> health().contains("\"active\":\"standby\""));
        standby.commands().lrem("rq:queue:default", 1, ended);
        standby.commands().hset("rq:job:" + ended, "status", "finished");
        PAIR.primary().start();
        await().until(() -> health().contains("\"stale\":true"));

        assertThat(house.get("/jobs/" + ended + "?wait=10s").body())
                .contains("\"state\":\"finished\"", "\"node\":\"standby\"");
        HttpResponse<String> canceled = house.post("/jobs/" + waits + "/cancel", "");
        assertThat(canceled.body()).contains("\"state\":\"canceled\"", "\"node\":\"standby\"");
        assertThat(standby.commands().hget("rq:job:" + waits, "status")).isEqualTo("canceled");
        HttpResponse<String> requeued = house.post("/jobs/" + failed + "/requeue", "");
        assertThat(requeued.body()).contains("\"state\":\"queued\"", "\"node\":\"standby\"");
        assertThat(standby.commands().lrange("rq:queue:default", 0, -1)).containsExactly(failed);
    }

    private static String health() {
        return PAIR.house().get("/actuator/health/redis").body();
    }
}
