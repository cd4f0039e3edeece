package dev.holdfast.backup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of a job that was running when the copy was made, since nobody knows how far it came. */
enum Started {
    /** It runs again, before all that wait: nothing is lost, and what it had done is done twice. */
    QUEUE,
    /** It is left out. */
    SKIP,
    /** It is put among the failed ones, for a person to look at. */
    FAIL;

    private static final Set<String> OF_THE_RUN = Set.of("started_at", "ended_at", "last_heartbeat", "worker_name");
    /** RQ's own. */
    private static final long YEAR_SECONDS = 31_536_000;

    static Started of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--started is queue, skip or fail"));
    }

    /** The job as it is put back; empty for not at all. */
    Optional<CopiedJob> apply(CopiedJob job) {
        if (job.place() != Place.STARTED) {
            return Optional.of(job);
        }
        return switch (this) {
            case SKIP -> Optional.empty();
            case QUEUE -> Optional.of(changed(job, Place.STARTED, "queued", "", job.expires()));
            case FAIL -> Optional.of(failed(job));
        };
    }

    private static CopiedJob failed(CopiedJob job) {
        String ttl = job.field("failure_ttl");
        long seconds = ttl.matches("-?\\d{1,10}") ? Long.parseLong(ttl) : YEAR_SECONDS;
        return seconds > 0
                ? changed(job, Place.FAILED, "failed", "", seconds * 1000)
                : changed(job, Place.FAILED, "failed", "-1", -1);
    }

    private static CopiedJob changed(CopiedJob job, Place place, String status, String score, long expires) {
        Map<String, String> values = Map.of("status", status);
        List<byte[]> hash = new ArrayList<>(job.hash());
        for (int i = 0; i < hash.size(); i += 2) {
            String name = Latin.text(hash.get(i));
            if (OF_THE_RUN.contains(name) || values.containsKey(name)) {
                hash.set(i + 1, Latin.bytes(values.getOrDefault(name, "")));
            }
        }
        return new CopiedJob(
                job.id(),
                job.queue(),
                place,
                job.position(),
                score,
                expires,
                List.copyOf(hash),
                job.results(),
                job.resultsExpire(),
                job.proof(),
                job.waitsFor(),
                job.again());
    }
}
