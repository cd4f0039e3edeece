package dev.holdfast.backup;

import java.util.EnumMap;
import java.util.Map;

/** What came of putting jobs back. For one thread. */
final class Restored {

    private final Map<Place, Long> placed = new EnumMap<>(Place.class);
    private final boolean dry;
    private long there;
    private long other;
    private long wrongType;
    private long skipped;
    private long settled;

    /** @param dry whether nothing was written */
    Restored(boolean dry) {
        this.dry = dry;
    }

    void add(CopiedJob job, String code) {
        switch (code) {
            case "OK" -> {
                if (!(dry && job.again())) {
                    placed.merge(job.place(), 1L, Long::sum);
                }
            }
            case "THERE" -> there += job.again() ? 0 : 1;
            case "OTHER" -> other++;
            case "WRONGTYPE" -> wrongType++;
            default -> throw new IllegalStateException("the script answered what it does not know");
        }
    }

    void addSkipped() {
        skipped++;
    }

    void addSettled() {
        settled++;
    }

    long of(Place place) {
        return placed.getOrDefault(place, 0L);
    }

    long total() {
        return placed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Those that were here already. */
    long there() {
        return there;
    }

    /** Whether every job is here now that should be. */
    boolean isComplete() {
        return other == 0 && wrongType == 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(dry ? "would put back " : "put back ")
                .append(total())
                .append(" jobs");
        String separator = ": ";
        for (Map.Entry<Place, Long> entry : placed.entrySet()) {
            text.append(separator)
                    .append(entry.getValue())
                    .append(' ')
                    .append(entry.getKey().word());
            separator = ", ";
        }
        add(text, there, " were there already");
        add(text, settled, " waited for jobs that are not there, and are queued");
        add(text, skipped, " had been started, and are left out");
        add(text, other, " have an id that belongs to another job there: not put back");
        add(text, wrongType, " meet something else under their keys: not put back");
        return text.toString();
    }

    private static void add(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append("; ").append(count).append(what);
        }
    }
}
