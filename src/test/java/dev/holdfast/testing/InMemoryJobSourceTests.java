package dev.holdfast.testing;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.JobSourceContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryJobSourceTests extends JobSourceContract {

    private final InMemoryJobSource source = new InMemoryJobSource(System::nanoTime);

    @Override
    protected JobSource source() {
        return source;
    }

    @Override
    protected JobSource another() {
        return source;
    }

    @Override
    protected void strand(Job... jobs) {
        source.strand(jobs);
    }

    @Test
    void answersNothingWhenItIsAway() {
        source.strand(job("a"));
        source.goAway();

        assertThat(source.claim(1, Duration.ofSeconds(1))).isEmpty();
        assertThat(source.count()).isEmpty();
    }
}
