package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.testing.OpenApiDocument;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random submissions of jobs that fail at first: what a worker leaves of them there, and at their first retry. */
@WithWorkers
class FirstFailuresTests {

    private static final int SUBMISSIONS = 30;
    private static final long SEED = Long.getLong("tests.seed", 20261129);

    private static final Set<String> ENDS = Set.of("finished", "failed");

    @Test
    void allThatWasAskedIsThereAtTheFirstFailureAndAtTheFirstRetryAndAtTheEnd(Workshop shop) {
        shop.withEachCrew(crew -> {
            try (Letterbox letterbox = new Letterbox()) {
                List<UnsteadyJob> jobs = submit(crew, shop, letterbox);
                Look look = new Look(crew, shop, letterbox);

                look.workOnWhatIsReady();
                jobs.forEach(look::at);
                assertThat(jobs.stream().filter(job -> look.hasFailed(job, 1))).hasSizeGreaterThan(SUBMISSIONS / 10);

                look.workOnWhatIsReady();
                jobs.forEach(look::at);
                assertThat(jobs.stream().filter(job -> look.runs(job) > 1)).hasSizeGreaterThan(SUBMISSIONS / 6);

                shop.workUntil(crew, crew.shelf(), () -> jobs.stream().allMatch(look::hasEnded));
                jobs.forEach(look::at);
            }
        });
    }

    private static List<UnsteadyJob> submit(Crew crew, Workshop shop, Letterbox letterbox) {
        UnsteadySubmissions submissions =
                new UnsteadySubmissions(SEED + crew.name().hashCode());
        Map<String, UnsteadyJob> jobs = new LinkedHashMap<>();
        // RQ forgets who waited for a job that it deletes because it failed.
        List<String> parents = new ArrayList<>();
        Set<String> members = new TreeSet<>();
        while (jobs.size() < SUBMISSIONS) {
            String name = crew + "-" + jobs.size();
            String submission = submissions.next(crew.shelf(), name, letterbox.address(name), parents);
            JsonNode asked = shop.door().read(submission);
            HttpResponse<String> answer = shop.door().post(submission);
            assertThat(answer.statusCode()).as(submission + answer.body()).isEqualTo(200);
            String id = shop.door().read(answer.body()).path("job_id").asText();
            Map<String, String> placed = shop.redis().hgetall("rq:job:" + id);
            List<UnsteadyJob> waitsFor = Stream.of(
                            placed.getOrDefault("dependency_ids", "").split("[\\[\\]\", ]+"))
                    .filter(jobs::containsKey)
                    .map(jobs::get)
                    .toList();
            jobs.put(id, new UnsteadyJob(crew, id, asked, placed, name, waitsFor));
            asked.fieldNames().forEachRemaining(members::add);
            if (asked.path("failure_ttl").asInt(1) != 0) {
                parents.add(id);
            }
        }
        JsonNode documented = new OpenApiDocument().root().at("/components/schemas/Submission/properties");
        assertThat(documented.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(members);
        return List.copyOf(jobs.values());
    }

    /** A look at jobs while no worker is at them. */
    private static final class Look {

        private final Crew crew;
        private final Workshop shop;
        private final Letterbox letterbox;
        private int rounds;

        Look(Crew crew, Workshop shop, Letterbox letterbox) {
            this.crew = crew;
            this.shop = shop;
            this.letterbox = letterbox;
        }

        /** As many runs as there are jobs that may run: each of them once, but for those that go to the front again. */
        void workOnWhatIsReady() throws InterruptedException {
            String registry = "rq:scheduled:" + crew.shelf();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> redis().zrangeWithScores(registry, 0, -1).stream()
                            .mapToDouble(ScoredValue::getScore)
                            .allMatch(due -> due * 1000 <= System.currentTimeMillis()));
            long ready = redis().llen("rq:queue:" + crew.shelf()) + redis().zcard(registry);

            shop.work(crew, crew.shelf(), Math.toIntExact(ready));
            rounds++;
        }

        int runs(UnsteadyJob job) {
            String runs = redis().get("runs:" + job.id());
            return runs == null ? 0 : Integer.parseInt(runs);
        }

        boolean hasFailed(UnsteadyJob job, int runs) {
            return runs(job) == runs && runs <= job.failures();
        }

        boolean hasEnded(UnsteadyJob job) {
            int runs = job.runsInAll();
            return runs(job) == runs
                    && (runs == 0
                            || shop.door().job(job.id()).path("state").asText().equals(job.state(runs)));
        }

        void at(UnsteadyJob job) {
            int runs = runs(job);
            String what = "tests.seed=" + SEED + ", after " + runs + " runs of " + job;
            JsonNode report = shop.door().job(job.id());
            String state = report.path("state").asText();
            if (runs > 0) {
                String due = job.state(runs);
                // A later round queues what is due, and may have no run left for it.
                String queued = rounds > 1 && due.equals("scheduled") ? "queued" : due;
                assertThat(state).as(what).isIn(due, queued);
            } else if (job.parents().stream().anyMatch(parent -> !parent.isOver(runs(parent)))) {
                assertThat(state).as(what).isEqualTo("deferred");
            }
            if (!state.equals("gone")) {
                atHash(job, runs, what);
                atReport(job, runs, report, what);
                assertThat(places(job, runs)).as(what).containsExactly(state);
            }
            atRuns(job, runs, what);
            String told = redis().get("ended:" + job.id());
            if (job.told(runs) == null) {
                assertThat(told).as(what).isNull();
            } else {
                assertThat(told).as(what).contains(job.told(runs));
            }
            assertThat(letterbox.letters(job.webhook())).as(what).hasSize(job.letters(runs));
        }

        private void atHash(UnsteadyJob job, int runs, String what) {
            Map<String, String> hash = redis().hgetall("rq:job:" + job.id());
            assertThat(hash).as(what).containsAllEntriesOf(job.kept());
            if (job.asked().has("retry")) {
                assertThat(hash).as(what).containsEntry("retries_left", "" + job.retriesLeft(runs));
            }
            if (job.asked().has("repeat")) {
                assertThat(hash).as(what).containsEntry("repeats_left", "" + job.repeatsLeft(runs));
            }
            if (job.asked().has("group")) {
                String group = "rq:group:" + job.asked().path("group").asText();
                assertThat(redis().sismember(group, job.id())).as(what).isTrue();
            }
            if (ENDS.contains(hash.get("status"))) {
                long limit = job.keptFor(hash.getOrDefault("status", ""));
                long least = limit < 0 ? limit : limit - 120;
                assertThat(redis().ttl("rq:job:" + job.id())).as(what).isBetween(least, limit);
            }
            for (UnsteadyJob parent : job.parents()) {
                if (!parent.isOver(runs(parent))) {
                    assertThat(redis().smembers("rq:job:" + parent.id() + ":dependents"))
                            .as(what)
                            .contains(job.id());
                }
            }
        }

        private void atReport(UnsteadyJob job, int runs, JsonNode report, String what) {
            assertThat(report.path("queue").asText()).isEqualTo(crew.shelf());
            for (String member : List.of("description", "timeout", "ttl", "result_ttl", "failure_ttl")) {
                assertThat(report.path(member).asText()).as(what).isEqualTo(job.said(member));
            }
            boolean failed = report.path("state").asText().equals("failed");
            assertThat(report.path("error").asText()).as(what).contains(failed ? job.error(runs) : "");
            assertThat(report.has("error")).as(what).isEqualTo(failed);
            assertThat(report.path("result").asInt()).as(what).isEqualTo(runs > job.failures() ? runs : 0);
        }

        private void atRuns(UnsteadyJob job, int runs, String what) {
            assertThat(redis().lrange("found:" + job.id(), 0, -1).stream()
                            .map(found -> shop.door().read(found).toString()))
                    .as(what)
                    .hasSize(runs)
                    .allMatch(job.found()::equals);
            for (int run = 1; run <= runs; run++) {
                Map<String, String> hash = redis().hgetall("hash:" + job.id() + ":" + run);
                assertThat(hash).as(what).containsAllEntriesOf(job.kept()).containsEntry("status", "started");
                assertThat(hash.getOrDefault("retries_left", "0")).as(what).isEqualTo("" + job.retriesLeft(run - 1));
            }
        }

        /** Where it lies, in words of its state; RQ lists as finished what it has to repeat, too. */
        private List<String> places(UnsteadyJob job, int runs) {
            List<String> places = new ArrayList<>();
            Map<String, String> lists = Map.of("queued", "", "lost", ":intermediate");
            lists.forEach((place, list) -> redis().lrange("rq:queue:" + crew.shelf() + list, 0, -1).stream()
                    .filter(job.id()::equals)
                    .forEach(id -> places.add(place)));
            for (String registry : List.of("scheduled", "deferred", "failed", "finished", "wip")) {
                if (redis().zrange("rq:" + registry + ":" + crew.shelf(), 0, -1).stream()
                        .anyMatch(member -> member.equals(job.id()) || member.startsWith(job.id() + ":"))) {
                    places.add(registry);
                }
            }
            if (runs < job.runsInAll()) {
                places.remove("finished");
            }
            return places;
        }

        private RedisCommands<String, String> redis() {
            return shop.redis();
        }
    }
}
