package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RqKeysTests {

    private static final QueueName QUEUE = new QueueName("default");

    @Test
    void namesTheKeysThatRqUses() {
        JobId parent = new JobId("v-parent");
        JobId child = new JobId("v-child");
        Set<String> used = new HashSet<>();
        Stream.concat(GoldenVectors.all(), GoldenVectors.states())
                .forEach(vector -> used.addAll(vector.keys().keySet()));

        assertThat(used)
                .contains(
                        RqKeys.queues(),
                        RqKeys.queue(QUEUE),
                        RqKeys.job(child),
                        RqKeys.dependents(parent),
                        RqKeys.dependencies(child),
                        RqKeys.results(new JobId("r-add")),
                        RqKeys.started(QUEUE),
                        RqKeys.finished(QUEUE),
                        RqKeys.failed(QUEUE),
                        RqKeys.deferred(QUEUE),
                        RqKeys.scheduled(QUEUE),
                        RqKeys.canceled(QUEUE));
    }

    @Test
    void namesItsOwnKeyApartFromThem() {
        assertThat(RqKeys.done(new JobId("a"))).isEqualTo("holdfast:done:a");
    }
}
