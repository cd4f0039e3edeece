package dev.holdfast.backup;

import dev.holdfast.backup.CopiedJob.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code page.lua} answers: some jobs of a queue or registry, and from where to go on.
 *
 * @param total how many were there when it was read
 * @param withoutHash those of its ids that have no job
 * @param next where it ended
 */
record Page(List<CopiedJob> jobs, long total, List<String> withoutHash, Cursor next) {

    /** So many ids mark where a page ended; all would have to be taken away before the place is lost. */
    private static final int MARKS = 32;

    /**
     * Where a page ended; nowhere at first.
     *
     * @param marks the ids that were read last, the newest first
     */
    record Cursor(String where, List<String> marks, long read) {

        static Cursor atFirst() {
            return new Cursor("", List.of(), 0);
        }
    }

    boolean isLast() {
        return jobs.isEmpty() && withoutHash.isEmpty();
    }

    static Page of(List<?> answer, Place place, String queue, Cursor from) {
        List<CopiedJob> jobs = new ArrayList<>();
        List<String> marks = new ArrayList<>();
        long read = from.read();
        List<String> without = new ArrayList<>();
        for (Object part : answer.subList(3, answer.size())) {
            List<?> entry = (List<?>) part;
            List<byte[]> hash = bytes((List<?>) entry.get(4));
            String registry = text(entry.get(9));
            if (!registry.isEmpty()) {
                jobs.add(waitedFor(entry, hash, registry));
                continue;
            }
            marks.add(0, text(entry.get(0)));
            if (hash.isEmpty()) {
                without.add(text(entry.get(0)));
            } else {
                jobs.add(job(entry, hash, place, queue, read++));
            }
        }
        Cursor next = marks.isEmpty()
                ? from
                : new Cursor(text(answer.get(1)), List.copyOf(marks.subList(0, Math.min(MARKS, marks.size()))), read);
        return new Page(List.copyOf(jobs), (Long) answer.get(0), List.copyOf(without), next);
    }

    /** One that has ended, and that another job waits for. */
    private static CopiedJob waitedFor(List<?> entry, List<byte[]> hash, String registry) {
        Place place = Place.named(registry).orElseThrow(() -> new IllegalStateException(registry));
        CopiedJob job = job(entry, hash, place, "", 0);
        return job.in(job.field("origin"));
    }

    private static CopiedJob job(List<?> entry, List<byte[]> hash, Place place, String queue, long position) {
        List<Result> results = new ArrayList<>();
        for (Object result : (List<?>) entry.get(5)) {
            List<?> parts = (List<?>) result;
            results.add(new Result(text(parts.get(0)), bytes((List<?>) parts.get(1))));
        }
        return new CopiedJob(
                text(entry.get(1)),
                queue,
                place,
                position,
                text(entry.get(2)),
                (Long) entry.get(3),
                hash,
                List.copyOf(results),
                (Long) entry.get(6),
                text(entry.get(7)),
                bytes((List<?>) entry.get(8)).stream().map(Latin::text).sorted().toList(),
                false);
    }

    private static List<byte[]> bytes(List<?> parts) {
        return parts.stream().map(byte[].class::cast).toList();
    }

    private static String text(Object part) {
        return Latin.text((byte[]) part);
    }
}
