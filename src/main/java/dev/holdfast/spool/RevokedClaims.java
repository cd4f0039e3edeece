package dev.holdfast.spool;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Claims of rows that were withdrawn since; whoever still holds one may place nothing from it. Safe for all threads. */
final class RevokedClaims {

    /** No lease is longer than five minutes. */
    private static final Duration HELD = Duration.ofMinutes(6);

    private record Revoked(long claim, Deadline until) {}

    private final Map<Long, Revoked> rows = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    RevokedClaims(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** This claim counts no more, nor does any before it. */
    void add(Token latest) {
        rows.values().removeIf(revoked -> revoked.until().hasPassed());
        rows.put(latest.seq(), new Revoked(latest.claim(), Deadline.in(HELD, nanoTime)));
    }

    boolean contain(Claim claim) {
        if (rows.isEmpty() || claim.job().isWithdrawn()) {
            return false;
        }
        Token token = Token.of(claim);
        Revoked revoked = rows.get(token.seq());
        return revoked != null && token.claim() <= revoked.claim();
    }
}
