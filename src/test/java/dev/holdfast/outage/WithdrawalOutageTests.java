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

/** Jobs are taken back of which nobody knows whether Redis has them: they do not run, unless they have begun to. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class WithdrawalOutageTests {

    @RegisterExtension
    static final Pair PAIR = Pair.behindProxies();

    private final String id = UUID.randomUUID().toString();

    @AfterEach
    void recover() {
        PAIR.heal();
        PAIR.recover();
    }

    @Test
    void oneThatRedisTookWithoutAnAnswerLeavesItsQueue() {
        submitUnanswered(Fault.swallowedReplies());
        await().until(() -> PAIR.primary().commands().exists("rq:job:" + id) == 1);

        assertCanceling(PAIR.house().delete("/jobs/" + id));
        assertThat(PAIR.house().get("/jobs/" + id).body()).contains("\"state\":\"canceling\"");
        assertCanceling(PAIR.house().post("/jobs/" + id + "/cancel", ""));
        PAIR.heal();
        PAIR.awaitQuiet();

        assertIsNowhere();
        assertThat(PAIR.house().get("/jobs/" + id).body()).contains("\"state\":\"gone\"");
        assertThat(PAIR.counted("holdfast_spool_placed_total{node=\"primary\",outcome=\"withdrawn\"}"))
                .isPositive();
    }

    @Test
    void oneThatNeverReachedRedisIsKeptOut() {
        submitUnanswered(Fault.swallowedRequests());

        assertCanceling(PAIR.house().post("/jobs/" + id + "/cancel", ""));
        PAIR.heal();
        PAIR.awaitQuiet();

        assertIsNowhere();
        assertThat(submit(PAIR.house()).body()).contains("\"status\":\"success\"");
        assertIsNowhere();
    }

    @Test
    void oneThatAWorkerHasStartedRunsAndIsSaidTo() {
        submitUnanswered(Fault.swallowedReplies());
        await().until(() -> PAIR.primary().commands().exists("rq:job:" + id) == 1);
        assertCanceling(PAIR.house().delete("/jobs/" + id));
        PAIR.primary().commands().lrem("rq:queue:default", 1, id);
        PAIR.primary().commands().hset("rq:job:" + id, "status", "started");

        PAIR.heal();
        PAIR.awaitQuiet();

        assertThat(PAIR.house().get("/jobs/" + id).body()).contains("\"state\":\"started\"");
        HttpResponse<String> again = PAIR.house().delete("/jobs/" + id);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("\"code\":\"wrong_job_state\"", "\"state\":\"started\"");
    }

    @Test
    void oneThatAnotherInstanceHadTheStandbyTakeIsTakenBackThereAsWell() {
        submitUnanswered(Fault.swallowedRequests());
        submitAtTheStandby();

        assertCanceling(PAIR.house().delete("/jobs/" + id));
        PAIR.heal();
        PAIR.awaitQuiet();

        assertIsNowhere();
    }

    @Test
    void askedAgainItIsStillBeingCanceledUntilTheOtherNodeHasAnswered() {
        submitUnanswered(Fault.swallowedReplies());
        PAIR.standbyNetwork().becomes(Fault.swallowedRequests());
        assertCanceling(PAIR.house().delete("/jobs/" + id));
        PAIR.primaryNetwork().heal();
        await().until(() -> PAIR.house().get("/jobs/" + id).body().contains("\"node\":\"standby\""));

        assertCanceling(PAIR.house().delete("/jobs/" + id));
        assertCanceling(PAIR.house().post("/jobs/" + id + "/cancel", ""));
        PAIR.heal();
        PAIR.awaitQuiet();

        assertIsNowhere();
    }

    @Test
    void oneThatHasFailedIsDeletedLikeAnyOtherWhileTheDiskStillHasIt() {
        submitUnanswered(Fault.swallowedReplies());
        await().until(() -> PAIR.primary().commands().exists("rq:job:" + id) == 1);
        PAIR.standbyNetwork().becomes(Fault.swallowedRequests());
        assertCanceling(PAIR.house().delete("/jobs/" + id));
        PAIR.primary().commands().lrem("rq:queue:default", 1, id);
        PAIR.primary().commands().hset("rq:job:" + id, "status", "failed");
        PAIR.primary().commands().zadd("rq:failed:default", 9e9, id);
        PAIR.primaryNetwork().heal();
        await().until(() -> PAIR.house().get("/jobs/" + id).body().contains("\"state\":\"failed\""));

        HttpResponse<String> requeued = PAIR.house().post("/jobs/" + id + "/requeue", "");
        HttpResponse<String> answer = PAIR.house().delete("/jobs/" + id);

        assertThat(requeued.statusCode()).as(requeued.body()).isEqualTo(409);
        assertThat(requeued.body()).contains("\"state\":\"canceling\"");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"state\":\"deleted\"", "\"was\":\"failed\"");
    }

    @Test
    void aStrayThatIsTakenBackByOneInstanceIsNotBroughtFromTheDiskOfAnother() {
        submitUnanswered(Fault.swallowedRequests());
        submitAtTheStandby();
        House other = PAIR.latestHouse();
        assertThat(other.delete("/jobs/" + id).body()).contains("\"done\":\"standby\"");

        assertThat(other.delete("/jobs/" + id).statusCode()).isEqualTo(503);
        PAIR.heal();
        await().until(() -> other.delete("/jobs/" + id).statusCode() != 503);
        PAIR.awaitQuiet();

        assertIsNowhere();
    }

    @Test
    void aFormerJobOfItsIdIsNeitherToldNorTakenInItsPlace() {
        PAIR.awaitQuiet();
        assertThat(submitUnderKey("former").statusCode()).isEqualTo(200);
        PAIR.primary().commands().lrem("rq:queue:default", 1, id);
        PAIR.primary().commands().hset("rq:job:" + id, "status", "finished");
        PAIR.primaryNetwork().becomes(Fault.swallowedRequests());
        PAIR.standbyNetwork().becomes(Fault.swallowedRequests());
        assertThat(submitUnderKey("later").statusCode()).isEqualTo(202);

        assertCanceling(PAIR.house().delete("/jobs/" + id));
        PAIR.primaryNetwork().heal();
        await().until(() ->
                PAIR.house().get("/jobs/" + id).body().contains("\"state\":\"canceling\",\"node\":\"standby\""));
        PAIR.heal();
        PAIR.awaitQuiet();

        assertThat(PAIR.house().get("/jobs/" + id).body()).contains("\"state\":\"finished\"");
        assertThat(PAIR.primary().commands().llen("rq:queue:default")).isZero();
    }

    @Test
    void aFormerJobIsNotRequeuedWhereALaterOneHasItsId() {
        PAIR.awaitQuiet();
        assertThat(submitUnderKey("former").statusCode()).isEqualTo(200);
        hasFailedAt(PAIR.primary());
        // Stays there until an operator says otherwise.
        PAIR.house().post("/actuator/failover", "{\"active\":\"standby\"}");
        assertThat(submitUnderKey("later").body()).contains("\"node\":\"standby\"");

        HttpResponse<String> requeued = PAIR.house().post("/jobs/" + id + "/requeue", "");

        assertThat(PAIR.house().get("/jobs/" + id).body()).contains("\"state\":\"queued\"", "\"node\":\"standby\"");
        assertThat(requeued.statusCode()).as(requeued.body()).isEqualTo(409);
        assertThat(requeued.body()).contains("\"state\":\"queued\"");
        assertThat(PAIR.primary().commands().llen("rq:queue:default")).isZero();
        PAIR.house().post("/actuator/failover", "{\"failback\":\"auto\"}");
    }

    @Test
    void theLaterOfTwoThatHaveFailedIsRequeued() {
        PAIR.awaitQuiet();
        submitUnderKey("former");
        hasFailedAt(PAIR.primary());
        PAIR.house().post("/actuator/failover", "{\"active\":\"standby\"}");
        submitUnderKey("later");
        hasFailedAt(PAIR.standby());
        PAIR.standby().commands().zrem("holdfast:strays", id);

        HttpResponse<String> requeued = PAIR.house().post("/jobs/" + id + "/requeue", "");

        assertThat(requeued.body()).contains("\"state\":\"queued\"", "\"node\":\"standby\"");
        assertThat(PAIR.standby().commands().lrange("rq:queue:default", 0, -1)).containsExactly(id);
        assertThat(PAIR.primary().commands().llen("rq:queue:default")).isZero();
        PAIR.house().post("/actuator/failover", "{\"failback\":\"auto\"}");
    }

    private void hasFailedAt(RedisServer node) {
        node.commands().lrem("rq:queue:default", 1, id);
        node.commands().hset("rq:job:" + id, "status", "failed");
        node.commands().zadd("rq:failed:default", 9e9, id);
    }

    private HttpResponse<String> submitUnderKey(String key) {
        String body = "{\"task\":\"a." + key + "\",\"job_id\":\"" + id + "\"}";
        return PAIR.house().post("/enqueue", body, "Idempotency-Key", key + "-" + id);
    }

    @Test
    void oneOnItsWayHomeFindsThatItIsKeptOutThere() {
        submitUnanswered(Fault.swallowedRequests());
        submitAtTheStandby();
        // Claimed by somebody who has died since.
        PAIR.standby().commands().lrem("rq:queue:default", 1, id);
        PAIR.standby().commands().hset("holdfast:claims", id, "9999999999999:token:1");

        assertCanceling(PAIR.house().delete("/jobs/" + id));
        PAIR.heal();
        await().until(() -> PAIR.primary().commands().exists("holdfast:done:" + id) == 1);
        PAIR.standby().commands().hset("holdfast:claims", id, "1:token:1");
        PAIR.awaitQuiet();

        assertIsNowhere();
    }

    @Test
    void oneForWhichAnotherOnTheDiskWaitsIsNotDeletedFromUnderIt() {
        PAIR.awaitQuiet();
        String child = UUID.randomUUID().toString();
        PAIR.standbyNetwork().becomes(Fault.swallowedRequests());
        assertThat(submit(PAIR.house()).body()).contains("\"node\":\"primary\"");
        // The standby might know the other one.
        String body = "{\"task\":\"a.b\",\"job_id\":\"" + child + "\",\"depends_on\":[\"" + id + "\",\"other\"]}";
        assertThat(PAIR.house().post("/enqueue", body).statusCode()).isEqualTo(202);

        HttpResponse<String> refused = PAIR.house().delete("/jobs/" + id);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("\"state\":\"spooled\"");
        assertThat(PAIR.primary().commands().exists("rq:job:" + id)).isOne();
        assertThat(PAIR.house().delete("/jobs/" + child).statusCode()).isBetween(200, 202);
        assertThat(PAIR.house().delete("/jobs/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void oneThatHasFinishedIsDeletedWhoeverWaitsForIt() {
        PAIR.awaitQuiet();
        assertThat(submit(PAIR.house()).body()).contains("\"node\":\"primary\"");
        PAIR.primary().commands().lrem("rq:queue:default", 1, id);
        PAIR.primary().commands().hset("rq:job:" + id, "status", "finished");
        PAIR.standbyNetwork().becomes(Fault.swallowedRequests());
        String body = "{\"task\":\"a.b\",\"depends_on\":[\"" + id + "\",\"other\"]}";
        assertThat(PAIR.house().post("/enqueue", body).statusCode()).isEqualTo(202);

        HttpResponse<String> deleted = PAIR.house().delete("/jobs/" + id);

        assertThat(deleted.body()).contains("\"state\":\"deleted\"", "\"was\":\"finished\"");
    }

    /** The front desk keeps it, in doubt at the primary. */
    private void submitUnanswered(Fault fault) {
        PAIR.awaitQuiet();
        PAIR.primaryNetwork().becomes(fault);
        HttpResponse<String> answer = submit(PAIR.house());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(PAIR.house().get("/jobs/" + id).body()).contains("\"state\":\"spooled\"", "\"in_doubt\":true");
    }

    /** Somebody else has the standby take it, who has never sent it to the primary. */
    private void submitAtTheStandby() {
        PAIR.openAnotherHouse();
        House other = PAIR.latestHouse();
        await().until(() -> submit(other, UUID.randomUUID().toString()).body().contains("\"node\":\"standby\""));
        assertThat(submit(other, id).body()).contains("\"node\":\"standby\"");
    }

    private HttpResponse<String> submit(House house) {
        return submit(house, id);
    }

    private static HttpResponse<String> submit(House house, String job) {
        return house.post("/enqueue", "{\"task\":\"a.b\",\"job_id\":\"" + job + "\"}");
    }

    private static void assertCanceling(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).contains("\"state\":\"canceling\"");
    }

    private void assertIsNowhere() {
        for (RedisServer node : new RedisServer[] {PAIR.primary(), PAIR.standby()}) {
            assertThat(node.commands().exists("rq:job:" + id)).isZero();
            assertThat(node.commands().lrange("rq:queue:default", 0, -1)).doesNotContain(id);
            assertThat(node.commands().exists("holdfast:done:" + id)).isOne();
        }
    }
}
