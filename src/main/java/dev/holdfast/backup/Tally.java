package dev.holdfast.backup;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many jobs of each state a file holds, and what was met besides. For one thread. */
final class Tally {

    private final Map<Place, Long> jobs = new EnumMap<>(Place.class);
    private long again;

    void add(CopiedJob job) {
        if (job.again()) {
            again++;
        } else {
            jobs.merge(job.place(), 1L, Long::sum);
        }
    }

    long of(Place place) {
        return jobs.getOrDefault(place, 0L);
    }

    /** How many jobs there are, each counted once. */
    long total() {
        return jobs.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many lines may repeat a job. */
    long again() {
        return again;
    }

    Map<String, Long> byWord() {
        Map<String, Long> words = new LinkedHashMap<>();
        jobs.forEach((place, count) -> words.put(place.word(), count));
        return words;
    }

    /** Such as {@code 12 jobs: 10 queued, 2 scheduled}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(total()).append(" jobs");
        String separator = ": ";
        for (Map.Entry<Place, Long> entry : jobs.entrySet()) {
            text.append(separator)
                    .append(entry.getValue())
                    .append(' ')
                    .append(entry.getKey().word());
            separator = ", ";
        }
        return text.toString();
    }
}
