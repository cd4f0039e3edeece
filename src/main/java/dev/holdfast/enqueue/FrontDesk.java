package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Placement;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.rq.EnqueueCall;
import dev.holdfast.rq.JobEncoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a job of a body, places it, and says what became of it. Safe for all threads. */
final class FrontDesk {

    private static final Logger log = LoggerFactory.getLogger(FrontDesk.class);

    private final JsonTreeReader trees = new JsonTreeReader();
    private final AllowedTasks allowed;
    private final Identities identities;
    private final Memory memory;
    private final QueueName defaultQueue;
    private final JobEncoder encoder;
    private final JobQueue jobs;
    private final StandbyUse standby;
    private final InstantSource clock;

    FrontDesk(
            AllowedTasks allowed,
            Identities identities,
            Memory memory,
            QueueName defaultQueue,
            JobEncoder encoder,
            JobQueue jobs,
            StandbyUse standby,
            InstantSource clock) {
        this.allowed = allowed;
        this.identities = identities;
        this.memory = memory;
        this.defaultQueue = defaultQueue;
        this.encoder = encoder;
        this.jobs = jobs;
        this.standby = standby;
        this.clock = clock;
    }

    /** The answer to this body; a body that cannot become a job is {@link RequestRefused}. */
    Answer submit(byte[] body, @Nullable IdempotencyKey key, Deadline deadline) {
        JsonTree tree = trees.read(body);
        Submission submission = SubmissionReader.read(tree);
        allowed.check(submission);
        Identity identity = identities.of(submission.jobId(), key);
        Fingerprint fingerprint = Fingerprints.of(tree.members(), identity);
        Instant now = clock.instant();
        EnqueueCall call = submission.toCall(identity.id(), identity.proof(), defaultQueue, now);
        Job job = encoder.encode(call, fingerprint, memory.of(identity), now);
        Placement placement = jobs.place(List.of(job), deadline).get(0);
        if (placement instanceof Placement.Refused refused) {
            log.atWarn()
                    .addKeyValue("job_id", identity.id().value())
                    .log("Redis refused job {}: {}", identity.id(), refused.reason());
        }
        return new Answers(identity, call.queue(), call.terms().start(), submission.warnings(), standby).to(placement);
    }
}
