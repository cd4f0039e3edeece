package dev.holdfast.enqueue;

import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.UUIDType;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.holdfast.job.JobId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives every submission its identity. Safe for all threads. */
final class Identities {

    /** Ours alone and never changed: another one would enqueue every repeated key once more. */
    private static final UUID NAMESPACE = UUID.fromString("6e201716-4dd4-4583-aa50-c6209ff8e6b3");

    /** Keys belong to nobody in particular while callers have no names. */
    private static final String HOLDER = "";

    private final NameBasedGenerator fromKeys;
    private final TimeBasedEpochGenerator generated;

    Identities(InstantSource clock, Random random) {
        fromKeys = new NameBasedGenerator(NAMESPACE, sha1(), UUIDType.NAME_BASED_SHA1);
        generated = new TimeBasedEpochGenerator(random, new UUIDClock() {
            @Override
            public long currentTimeMillis() {
                return clock.millis();
            }
        });
    }

    /** The client's id, else one that its key leads to again and again, else a new one. */
    Identity of(@Nullable JobId given, @Nullable IdempotencyKey key) {
        if (key == null) {
            return given == null
                    ? new Identity(new JobId(generated.generate().toString()), Identity.Source.GENERATED)
                    : new Identity(given, Identity.Source.JOB_ID);
        }
        JobId named = named(key);
        return given == null
                ? new Identity(named, Identity.Source.IDEMPOTENCY_KEY)
                : new Identity(given, Identity.Source.JOB_ID_AND_KEY, named);
    }

    private JobId named(IdempotencyKey key) {
        // NUL is in no holder and in no client's key, so no two pairs have one name.
        return new JobId(fromKeys.generate(HOLDER + '\0' + key.value()).toString());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
