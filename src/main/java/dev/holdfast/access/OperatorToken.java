package dev.holdfast.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The operators' secret, kept as its hash. */
final class OperatorToken {

    private static final String SCHEME = "bearer ";

    private final byte @Nullable [] hash;

    /** An empty token lets nobody in. */
    OperatorToken(String token) {
        this.hash = token.isEmpty() ? null : sha256(token);
    }

    /** Whether the value of the header {@code Authorization} carries the token; the time it takes tells nothing. */
    boolean isIn(@Nullable String authorization) {
        if (hash == null
                || authorization == null
                || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        return MessageDigest.isEqual(
                hash, sha256(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
