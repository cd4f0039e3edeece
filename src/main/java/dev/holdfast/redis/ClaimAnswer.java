package dev.holdfast.redis;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.rq.RqKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code claim.lua} answered, read from front to back; its times are all of the standby's own clock.
 *
 * @param waiting how many are stranded, claimed ones included
 * @param pass how many the next claim passes over, because they have to stay
 * @param taken what a worker of the standby has taken
 * @param odd what is written down as a stray and is no job of ours
 */
record ClaimAnswer(long waiting, long pass, List<JobId> taken, List<String> odd, List<Claim> claims) {

    /** @throws IllegalArgumentException if these are no parts of such an answer */
    static ClaimAnswer of(List<byte[]> parts, Deadline lease, String token, Memory memory) {
        Cursor cursor = new Cursor(parts);
        if (!cursor.text().equals("OK")) {
            throw new IllegalArgumentException("the answer does not begin with OK");
        }
        long waiting = cursor.number();
        long now = cursor.number();
        long pass = cursor.number();
        List<JobId> taken = cursor.texts().stream()
                .filter(id -> JobId.objection(id) == null)
                .map(JobId::new)
                .toList();
        List<String> odd = cursor.texts();
        List<Claim> claims = new ArrayList<>();
        while (cursor.hasNext()) {
            claims.add(claim(cursor, now, lease, token, memory));
        }
        return new ClaimAnswer(waiting, pass, taken, odd, List.copyOf(claims));
    }

    private static Claim claim(Cursor cursor, long now, Deadline lease, String token, Memory memory) {
        JobId id = new JobId(cursor.text());
        Duration age = Duration.ofMillis(now - cursor.number());
        boolean atFront = cursor.text().equals("1");
        long hashLeft = cursor.number();
        Duration proofLeft = Duration.ofMillis(Math.max(0, cursor.number()));
        String first = cursor.text();
        Duration sinceFirst = first.isEmpty() ? Duration.ZERO : Duration.ofMillis(now - Long.parseLong(first));
        ClaimedHash hash = new ClaimedHash(cursor.text(), cursor.text(), cursor.take(Math.toIntExact(cursor.number())));
        Job job = new Job(
                id,
                new QueueName(hash.field("origin")),
                new Fingerprint(hash.field(RqKeys.FINGERPRINT_FIELD)),
                longer(wholeSeconds(proofLeft.toMillis()), memory.remember()),
                hashLeft < 0 ? null : wholeSeconds(hashLeft - hash.millisUntilDue(now)),
                hash.terms(atFront),
                hash.asOfAQueuedJob());
        boolean held = age.compareTo(memory.maxHold()) < 0;
        return new Claim(
                held ? job : job.withMissingParentsMet(),
                lease,
                token,
                !first.isEmpty(),
                memory.mayHaveFaded(age, proofLeft, sinceFirst));
    }

    /** Up, so that a job loses nothing of its time on the way, and what has a moment left is not without a limit. */
    private static Duration wholeSeconds(long millis) {
        return Duration.ofSeconds(Math.max(1, (millis + 999) / 1_000));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String text(byte @Nullable [] part) {
        if (part == null) {
            throw new IllegalArgumentException("nothing where text was expected");
        }
        return new String(part, StandardCharsets.UTF_8);
    }

    /** A place in the answer that only moves on. */
    private static final class Cursor {

        private final List<byte[]> parts;
        private int next;

        Cursor(List<byte[]> parts) {
            this.parts = parts;
        }

        boolean hasNext() {
            return next < parts.size();
        }

        String text() {
            return ClaimAnswer.text(take(1).get(0));
        }

        long number() {
            return Long.parseLong(text());
        }

        List<String> texts() {
            return take(Math.toIntExact(number())).stream()
                    .map(ClaimAnswer::text)
                    .toList();
        }

        List<byte[]> take(int count) {
            if (count < 0 || count > parts.size() - next) {
                throw new IllegalArgumentException("the answer ends too early");
            }
            next += count;
            return parts.subList(next - count, next);
        }
    }
}
