package dev.holdfast.redis;

import dev.holdfast.job.Claim;
import dev.holdfast.job.JobId;
import dev.holdfast.link.Script;
import dev.holdfast.link.ScriptCall;
import dev.holdfast.rq.QueueKeys;
import dev.holdfast.rq.RqKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The scripts that bring jobs home from the standby, {@code claim.lua} and so on, and their calls. */
final class StrayScripts {

    /** About as much as Redis should answer at once; a single larger job comes alone. */
    private static final int CLAIM_BYTES = 1_000_000;

    private final Script claim = new Script(ScriptText.of("claim.lua"), this::claimRehearsals);
    private final Script finish = new Script(ScriptText.of("finish.lua"), this::finishRehearsals);
    private final Script release = new Script(ScriptText.of("release.lua"), this::releaseRehearsals);
    private final Script aside = new Script(ScriptText.of("aside.lua"), this::asideRehearsals);

    List<Script> all() {
        return List.of(claim, finish, release, aside);
    }

    /**
     * @param max how many at most; with 0 nothing is claimed, and the strays are counted
     * @param pass how many are passed over, which have to stay
     */
    ScriptCall claim(int max, Duration lease, String token, long pass) {
        return new ScriptCall(
                claim,
                strings(RqKeys.strays(), RqKeys.claims()),
                strings(
                        Integer.toString(max),
                        Integer.toString(CLAIM_BYTES),
                        Long.toString(lease.toMillis()),
                        token,
                        RqKeys.JOB,
                        RqKeys.QUEUE,
                        RqKeys.DONE,
                        RqKeys.SCHEDULED,
                        RqKeys.DEFERRED,
                        RqKeys.SCHEDULER_LOCK,
                        Long.toString(pass)));
    }

    ScriptCall finish(Collection<Claim> claims) {
        List<byte[]> arguments = new ArrayList<>(strings(RqKeys.GROUP));
        for (Claim claim : claims) {
            JobId id = claim.job().id();
            arguments.addAll(strings(id.value(), RqKeys.job(id), RqKeys.dependents(id), RqKeys.dependencies(id)));
            arguments.addAll(places(claim));
            arguments.addAll(strings(claim.job().fingerprint().value()));
        }
        return new ScriptCall(finish, strings(RqKeys.strays(), RqKeys.claims(), RqKeys.groups()), arguments);
    }

    /** @param claims the one that is to be taken next last */
    ScriptCall release(Collection<Claim> claims) {
        List<byte[]> arguments = new ArrayList<>(strings(""));
        for (Claim claim : claims) {
            JobId id = claim.job().id();
            arguments.addAll(strings(id.value(), claim.token(), RqKeys.job(id)));
            arguments.addAll(places(claim));
        }
        return new ScriptCall(release, strings(RqKeys.strays(), RqKeys.claims()), arguments);
    }

    /** Where a job may lie that nobody has started. */
    private static List<byte[]> places(Claim claim) {
        QueueKeys queue = new QueueKeys(claim.job().queue().value());
        return strings(queue.waiting(), queue.scheduled(), queue.deferred());
    }

    ScriptCall aside(Claim claim) {
        return new ScriptCall(
                aside,
                strings(RqKeys.strays(), RqKeys.claims(), RqKeys.aside()),
                strings(
                        claim.job().id().value(),
                        RqKeys.job(claim.job().id()),
                        claim.job().fingerprint().value()));
    }

    private List<ScriptCall> claimRehearsals(String key) {
        // The script uses the first two; the others are what its prefixes lead to, so that they are deleted, too.
        List<byte[]> keys = strings(
                key + ":strays",
                key + ":claims",
                key + ":job:there",
                key + ":job:later",
                key + ":queue:queue",
                key + ":done:there",
                key + ":scheduled:queue");
        return List.of(new ScriptCall(
                claim,
                keys,
                strings(
                        "3",
                        "1000000",
                        "1",
                        "token",
                        key + ":job:",
                        key + ":queue:",
                        key + ":done:",
                        key + ":scheduled:",
                        key + ":deferred:",
                        key + ":lock:",
                        "0",
                        "rehearsal")));
    }

    private List<ScriptCall> finishRehearsals(String key) {
        List<byte[]> keys = strings(
                key + ":strays", key + ":claims", key + ":groups", key + ":job", key + ":dependents", key + ":queue");
        return List.of(new ScriptCall(
                finish,
                keys,
                strings(
                        key + ":group:",
                        "id",
                        key + ":job",
                        key + ":dependents",
                        key + ":dependencies",
                        key + ":queue",
                        key + ":scheduled",
                        key + ":deferred",
                        "fingerprint")));
    }

    private List<ScriptCall> releaseRehearsals(String key) {
        List<byte[]> keys = strings(
                key + ":strays", key + ":claims", key + ":job", key + ":later", key + ":queue", key + ":scheduled");
        List<byte[]> arguments = new ArrayList<>(strings("token"));
        for (String job : List.of("job", "none", "later")) {
            arguments.addAll(
                    strings(job, "token", key + ":" + job, key + ":queue", key + ":scheduled", key + ":deferred"));
        }
        return List.of(new ScriptCall(release, keys, arguments));
    }

    private List<ScriptCall> asideRehearsals(String key) {
        List<byte[]> keys = strings(key + ":strays", key + ":claims", key + ":aside");
        return List.of(new ScriptCall(aside, keys, strings("id", key + ":job", "fingerprint")));
    }

    private static List<byte[]> strings(String... texts) {
        return Stream.of(texts).map(StrayScripts::bytes).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
