package dev.holdfast.enqueue;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.JobId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints of submissions: the first 128 bits of SHA-256 over the members as sent.
 *
 * <p>Left out are {@code job_id}, unless a key came with it, and what is null at the top. Redis remembers fingerprints for a
 * day, so a change here makes conflicts of repetitions that cross the upgrade.
 */
final class Fingerprints {

    private static final int BYTES = 16;

    private Fingerprints() {}

    /** The fingerprint of a submission whose identity is {@code job_id} or a key, or neither. */
    static Fingerprint of(Map<String, @Nullable Object> members) {
        return of(members, null);
    }

    /** @param identity where it has both, they belong to what is said: under another one the same is another job */
    static Fingerprint of(Map<String, @Nullable Object> members, @Nullable Identity identity) {
        Map<String, @Nullable Object> said = new LinkedHashMap<>(members);
        said.remove("job_id");
        if (identity != null) {
            JobId proof = identity.proof();
            if (proof != null) {
                said.put("job_id", identity.id().value());
                said.put("idempotency_key", proof.value());
            }
        }
        said.values().removeIf(value -> value == null);
        byte[] hash = sha256().digest(new CanonicalForm().write(said).toByteArray());
        return new Fingerprint(HexFormat.of().formatHex(hash, 0, BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
