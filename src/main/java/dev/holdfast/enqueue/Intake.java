package dev.holdfast.enqueue;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import dev.holdfast.job.QueueName;
import dev.holdfast.rq.EnqueueCall;
import dev.holdfast.rq.JobEncoder;
import dev.holdfast.submission.JsonTree;
import dev.holdfast.submission.JsonTreeReader;
import dev.holdfast.submission.RequestRefused;
import dev.holdfast.submission.Submission;
import dev.holdfast.submission.SubmissionReader;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes an order of what was sent: reads it, checks its task, gives it an identity, and encodes it, once.
 *
 * <p>What cannot become a job is {@link RequestRefused}. Safe for all threads.
 */
final class Intake {

    private static final String KEY = "idempotency_key";

    private final JsonTreeReader trees = new JsonTreeReader();
    private final AllowedTasks allowed;
    private final Identities identities;
    private final Memory memory;
    private final QueueName defaultQueue;
    private final JobEncoder encoder;
    private final InstantSource clock;

    Intake(
            AllowedTasks allowed,
            Identities identities,
            Memory memory,
            QueueName defaultQueue,
            JobEncoder encoder,
            InstantSource clock) {
        this.allowed = allowed;
        this.identities = identities;
        this.memory = memory;
        this.defaultQueue = defaultQueue;
        this.encoder = encoder;
        this.clock = clock;
    }

    JsonTree read(byte[] body) {
        return trees.read(body);
    }

    Order take(JsonTree tree, @Nullable IdempotencyKey key) {
        Submission submission = SubmissionReader.read(tree);
        allowed.check(submission);
        Identity identity = identities.of(submission.jobId(), key);
        Fingerprint fingerprint = Fingerprints.of(tree.members(), identity);
        Instant now = clock.instant();
        EnqueueCall call = submission.toCall(identity.id(), identity.proof(), defaultQueue, now);
        Job job = encoder.encode(call, fingerprint, memory.of(identity), now);
        return new Order(identity, job, submission.warnings());
    }

    /** The same for a job of a batch, which may bring its own key as a member. */
    Order takeItem(JsonTree tree, @Nullable IdempotencyKey otherwise) {
        if (!tree.members().containsKey(KEY)) {
            return take(tree, otherwise);
        }
        Object own = tree.members().get(KEY);
        // A key in which the parser found a fault is no key, so no fault is left without its member.
        IdempotencyKey key = own == null ? otherwise : IdempotencyKey.ofMember(own);
        return take(tree.without(KEY), key);
    }
}
