package dev.holdfast.redis;

import dev.holdfast.job.GroupName;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Start;
import dev.holdfast.job.Terms;
import dev.holdfast.rq.RqKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The hash of a job that was claimed, which says itself on what terms the job was placed.
 *
 * @param status RQ's, at the time of the claim
 * @param due seconds since the epoch if it is scheduled, else empty
 * @param parts names and values, alternating
 */
record ClaimedHash(String status, String due, List<byte[]> parts) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");
    private static final String ENQUEUED_AT = "enqueued_at";

    /** @throws IllegalArgumentException if there is no such field */
    String field(String name) {
        String value = orEmpty(name);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a hash without " + name);
        }
        return value;
    }

    private String orEmpty(String name) {
        for (int i = 0; i < parts.size(); i += 2) {
            if (text(parts.get(i)).equals(name)) {
                return text(parts.get(i + 1));
            }
        }
        return "";
    }

    /** By how much a limit that runs from its due time is longer now; 0 for what is not scheduled, or is due. */
    long millisUntilDue(long now) {
        return due.isEmpty() ? 0 : Math.max(0, Long.parseLong(due) * 1_000 - now);
    }

    Terms terms(boolean atFront) {
        String group = orEmpty("group_id");
        String proof = orEmpty(RqKeys.PROOF_FIELD);
        return new Terms(
                start(),
                atFront,
                group.isEmpty() || GroupName.objection(group) != null ? null : new GroupName(group),
                proof.isEmpty() ? null : new JobId(proof));
    }

    /** What RQ has queued meanwhile has waited long enough. */
    private Start start() {
        if (!due.isEmpty()) {
            return new Start.At(Instant.ofEpochSecond(Long.parseLong(due)));
        }
        List<JobId> parents = ID.matcher(orEmpty("dependency_ids"))
                .results()
                .map(MatchResult::group)
                .distinct()
                .map(JobId::new)
                .toList();
        return status.equals("deferred") && !parents.isEmpty()
                ? new Start.After(parents, orEmpty("allow_dependency_failures").equals("1"), false)
                : new Start.Now();
    }

    /** As the script wants it, which writes over what is different for others. */
    List<byte[]> asOfAQueuedJob() {
        if (!status.equals("scheduled") && !status.equals("deferred")) {
            return parts;
        }
        List<byte[]> queued = new ArrayList<>(parts);
        for (int i = 0; i < parts.size(); i += 2) {
            if (text(parts.get(i)).equals("status")) {
                queued.set(i + 1, bytes("queued"));
            }
        }
        if (orEmpty(ENQUEUED_AT).isEmpty()) {
            queued.add(bytes(ENQUEUED_AT));
            queued.add(bytes(orEmpty("created_at")));
        }
        return queued;
    }

    private static String text(byte[] part) {
        return new String(part, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Names nothing: what it carries is nobody's business in a log. */
    @Override
    public String toString() {
        return "ClaimedHash{" + status + "}";
    }
}
