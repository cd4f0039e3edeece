package dev.holdfast.redis;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.Reply;
import dev.holdfast.link.ScriptCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that the standby accepted and that are to come home; docs/wire.md describes the keys.
 *
 * <p>Each verb is one script, which the standby refuses once our patience is over. What it does not answer needs no
 * second attempt: leases run out.
 */
final class Strays implements JobSource {

    private static final Logger log = LoggerFactory.getLogger(Strays.class);

    private final RedisLink link;
    private final StrayScripts scripts;
    private final Guard guard;
    private final Duration attemptLimit;
    private final Memory memory;
    private final Supplier<String> tokens;
    private final LongSupplier nanoTime;
    private final List<JobId> taken = new ArrayList<>();
    private long pass;

    /** @param tokens never the same text twice, not in any instance */
    Strays(
            RedisLink link,
            StrayScripts scripts,
            Guard guard,
            Duration attemptLimit,
            Memory memory,
            Supplier<String> tokens,
            LongSupplier nanoTime) {
        this.link = link;
        this.scripts = scripts;
        this.guard = guard;
        this.attemptLimit = attemptLimit;
        this.memory = memory;
        this.tokens = tokens;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<Claim> claim(int max, Duration lease) {
        String token = tokens.get();
        // Before the call, so that it ends here before it ends there.
        Deadline end = Deadline.in(lease, nanoTime);
        ClaimAnswer answer = answer(scripts.claim(max, lease, token, pass), end, token);
        if (answer == null) {
            return List.of();
        }
        pass = answer.pass();
        taken.addAll(answer.taken());
        answer.odd()
                .forEach(id -> log.atWarn()
                        .addKeyValue("job_id", shown(id))
                        .log(
                                "A stray is not ours, and is left where it is: its hash has no origin and fingerprint as"
                                        + " Holdfast writes them. job={}",
                                shown(id)));
        return answer.claims();
    }

    @Override
    public void finish(Collection<Claim> claims) {
        if (!claims.isEmpty()) {
            call(scripts.finish(claims));
        }
    }

    @Override
    public void release(Collection<Claim> claims) {
        if (!claims.isEmpty()) {
            call(scripts.release(nextLast(claims)));
        }
    }

    @Override
    public void setAside(Claim claim, String why) {
        call(scripts.aside(claim));
    }

    @Override
    public OptionalLong count() {
        ClaimAnswer answer =
                answer(scripts.claim(0, Duration.ofMillis(1), "none", 0), Deadline.in(Duration.ZERO, nanoTime), "none");
        return answer == null ? OptionalLong.empty() : OptionalLong.of(answer.waiting());
    }

    @Override
    public List<JobId> taken() {
        List<JobId> all = List.copyOf(taken);
        taken.clear();
        return all;
    }

    private @Nullable ClaimAnswer answer(ScriptCall script, Deadline lease, String token) {
        List<byte[]> parts = call(script);
        try {
            return parts.isEmpty() ? null : ClaimAnswer.of(parts, lease, token, memory);
        } catch (IllegalArgumentException unreadable) {
            log.warn("The standby's answer to a claim cannot be read: {}", unreadable.getMessage());
            return null;
        }
    }

    /** What the script answered; empty if it did not run, or may not have. */
    private List<byte[]> call(ScriptCall script) {
        Reply reply = guard.once(
                Node.STANDBY,
                "strays",
                () -> link.call(List.of(script), Deadline.in(attemptLimit, nanoTime))
                        .get(0));
        if (reply instanceof Reply.Answer answer && isOk(answer.parts())) {
            return answer.parts();
        }
        if (reply instanceof Reply.ServerError error) {
            log.warn("The standby does not let its strays go: {}", error.message());
        }
        return List.of();
    }

    private static boolean isOk(List<byte[]> parts) {
        return !parts.isEmpty() && new String(parts.get(0), StandardCharsets.US_ASCII).equals("OK");
    }

    /** Each goes to the front in turn: those that wait in line, the newest first, then those before the line. */
    private static List<Claim> nextLast(Collection<Claim> claims) {
        List<Claim> ordered = new ArrayList<>();
        List<Claim> before = new ArrayList<>();
        for (Claim claim : claims) {
            if (claim.job().atFront()) {
                before.add(claim);
            } else {
                ordered.add(0, claim);
            }
        }
        ordered.addAll(before);
        return ordered;
    }

    /** Anybody may have written it. */
    private static String shown(String id) {
        return id.replaceAll("[^A-Za-z0-9_-]", "?").substring(0, Math.min(200, id.length()));
    }
}
