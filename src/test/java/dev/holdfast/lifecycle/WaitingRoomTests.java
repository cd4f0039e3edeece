package dev.holdfast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;

/** Waiting for jobs of which somebody else tells. */
class WaitingRoomTests {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Map<JobId, String> jobs = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile boolean broken;
    private final AtomicInteger failed = new AtomicInteger();
    /** How much later it is than the clock of the machine says. */
    private final AtomicLong ahead = new AtomicLong();

    private final WaitingRoom room =
            new WaitingRoom(this::states, this::desk, 3, () -> System.nanoTime() + ahead.get());

    @AfterEach
    void close() {
        room.stop();
    }

    @Test
    void answersWhenTheJobHasEnded() {
        DeferredResult<ResponseEntity<Map<String, Object>>> answer = waitFor("a", "queued", LONG);
        jobs.put(new JobId("a"), "started");
        assertThat(answer.hasResult()).isFalse();

        jobs.put(new JobId("a"), "failed");

        assertThat(told(answer)).containsEntry("state", "failed").doesNotContainKey("timed_out");
        assertThat(room.waiting()).isZero();
    }

    @Test
    void answersAtOnceWhatWillNotChange() {
        assertThat(told(waitFor("a", "finished", LONG))).containsEntry("state", "finished");
        assertThat(body(room.whenEnded("never", LONG))).containsEntry("code", "job_not_found");
        assertThat(told(waitFor("a", "queued", Duration.ZERO))).containsEntry("timed_out", true);
    }

    @Test
    void saysThatTheTimeWasOver() {
        assertThat(told(waitFor("a", "queued", SHORT)))
                .containsEntry("state", "queued")
                .containsEntry("timed_out", true);
        assertThat(room.waiting()).isZero();
    }

    @Test
    void findsAJobThatIsGone() {
        DeferredResult<ResponseEntity<Map<String, Object>>> answer = waitFor("a", "started", LONG);

        jobs.remove(new JobId("a"));

        assertThat(body(answer)).containsEntry("code", "job_not_found");
    }

    @Test
    void goesOnWhileNobodyTellsAnything() {
        DeferredResult<ResponseEntity<Map<String, Object>>> answer = waitFor("a", "queued", LONG);
        away = true;
        jobs.put(new JobId("a"), "finished");
        assertThat(answer.hasResult()).isFalse();

        away = false;

        assertThat(told(answer)).containsEntry("state", "finished");
    }

    @Test
    void answersAsWithoutWaitingWhenTheTimeIsOverAndNobodyTellsAnything() {
        Duration time = Duration.ofSeconds(3);
        DeferredResult<ResponseEntity<Map<String, Object>>> answer = waitFor("a", "queued", time);
        away = true;

        ahead.addAndGet(time.toNanos());

        assertThat(body(answer)).containsEntry("code", "redis_unavailable");
    }

    @Test
    void outlivesALookThatFails() {
        DeferredResult<ResponseEntity<Map<String, Object>>> answer = waitFor("a", "queued", LONG);
        broken = true;
        await().until(() -> failed.get() > 0);
        jobs.put(new JobId("a"), "finished");
        assertThat(answer.hasResult()).isFalse();

        broken = false;

        assertThat(told(answer)).containsEntry("state", "finished");
    }

    @Test
    void whoComesWhenAllPlacesAreTakenIsToldToComeBack() {
        List<DeferredResult<ResponseEntity<Map<String, Object>>>> answers = IntStream.range(0, 3)
                .mapToObj(n -> waitFor("a", "queued", LONG))
                .toList();

        DeferredResult<ResponseEntity<Map<String, Object>>> fourth = waitFor("a", "queued", LONG);

        assertThat(response(fourth).getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(response(fourth).getHeaders().getFirst("Retry-After")).isEqualTo("1");
        assertThat(body(fourth)).containsEntry("code", "overloaded");
        jobs.put(new JobId("a"), "finished");
        answers.forEach(answer -> assertThat(told(answer)).containsEntry("state", "finished"));
        assertThat(told(waitFor("b", "queued", SHORT))).containsEntry("timed_out", true);
    }

    @Test
    void endsAllWaitingWhenTheServiceStops() {
        DeferredResult<ResponseEntity<Map<String, Object>>> answer = waitFor("a", "queued", LONG);

        room.stop();

        assertThat(told(answer)).containsEntry("state", "queued").containsEntry("timed_out", true);
        assertThat(told(room.whenEnded("a", LONG))).containsEntry("timed_out", true);
        assertThat(room.waiting()).isZero();
    }

    private DeferredResult<ResponseEntity<Map<String, Object>>> waitFor(String id, String state, Duration time) {
        if (!room.isRunning()) {
            room.start();
        }
        jobs.put(new JobId(id), state);
        return room.whenEnded(id, time);
    }

    private Map<JobId, String> states(Collection<JobId> ids, Deadline deadline) {
        if (broken) {
            failed.incrementAndGet();
            throw new IllegalStateException("broken, as the test wants it");
        }
        Map<JobId, String> told = new HashMap<>(away ? Map.of() : jobs);
        told.keySet().retainAll(ids);
        return told;
    }

    private JobAnswer desk(String id) {
        String state = jobs.get(new JobId(id));
        if (away) {
            return new JobAnswer(Refusals.redisNotAsked(Reason.UNREACHABLE).toResponse(), false);
        } else if (state == null) {
            return new JobAnswer(Refusals.unknown().toResponse(), true);
        }
        return new JobAnswer(ResponseEntity.ok(Map.of("state", state)), JobReport.isEnd(state));
    }

    private static Map<String, Object> told(DeferredResult<ResponseEntity<Map<String, Object>>> answer) {
        assertThat(response(answer).getStatusCode()).isEqualTo(HttpStatus.OK);
        return body(answer);
    }

    private static Map<String, Object> body(DeferredResult<ResponseEntity<Map<String, Object>>> answer) {
        return response(answer).getBody();
    }

    @SuppressWarnings("unchecked")
    private static ResponseEntity<Map<String, Object>> response(
            DeferredResult<ResponseEntity<Map<String, Object>>> answer) {
        await().until(answer::hasResult);
        return (ResponseEntity<Map<String, Object>>) answer.getResult();
    }
}
