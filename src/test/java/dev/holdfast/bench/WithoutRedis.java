package dev.holdfast.bench;

import dev.holdfast.HoldfastApplication;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The service with a place for jobs that says yes at once: what a request costs before Redis comes in. Everything else,
 * from the socket to the encoded job and back, is the service's own.
 */
final class WithoutRedis {

    private static final Placement YES = new Placement.Placed(Node.PRIMARY, "none", JobState.QUEUED);

    private WithoutRedis() {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(HoldfastApplication.class);
        // Registered by hand: an annotated class here would be found by every test that starts the service.
        application.addInitializers(context -> ((GenericApplicationContext) context)
                .registerBean(
                        "queueThatSaysYes",
                        JobQueue.class,
                        () -> WithoutRedis::sayYes,
                        definition -> definition.setPrimary(true)));
        application.run(args);
    }

    private static List<Placement> sayYes(List<Job> jobs, Deadline deadline) {
        return jobs.stream().map(job -> YES).toList();
    }
}
