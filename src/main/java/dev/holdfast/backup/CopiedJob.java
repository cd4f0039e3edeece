package dev.holdfast.backup;

import java.util.Arrays;
import java.util.List;

/**
 * One job as it stood in Redis at one instant. Ids, names of queues and of fields are text in which each character is a
 * byte, because Redis does not care what they are made of, and nothing may be lost.
 *
 * @param position how many of its place and queue come before it
 * @param score what stands beside it in a sorted set, as Redis writes it; empty in a list
 * @param expires milliseconds after which its hash expires; -1 for never
 * @param hash name, value, name, value
 * @param resultsExpire the same for its results
 * @param proof what {@code holdfast:done:<id>} holds; empty for nothing
 * @param waitsFor the ids that it waits for
 * @param again whether it may stand in the file already, since it moved while the copy was made
 */
record CopiedJob(
        String id,
        String queue,
        Place place,
        long position,
        String score,
        long expires,
        List<byte[]> hash,
        List<Result> results,
        long resultsExpire,
        String proof,
        List<String> waitsFor,
        boolean again) {

    /** An entry of a job's stream of results: name, value, name, value. */
    record Result(String id, List<byte[]> fields) {}

    /** What a field of the hash holds; empty if it has none. */
    String field(String name) {
        byte[] wanted = Latin.bytes(name);
        for (int i = 0; i < hash.size(); i += 2) {
            if (Arrays.equals(hash.get(i), wanted)) {
                return Latin.text(hash.get(i + 1));
            }
        }
        return "";
    }

    /** How much it takes of a message to Redis, but for names of keys. */
    long size() {
        long size = hash.stream().mapToLong(part -> part.length).sum();
        for (Result result : results) {
            size += result.fields().stream().mapToLong(part -> part.length).sum();
        }
        return size;
    }

    CopiedJob in(String otherQueue) {
        return new CopiedJob(
                id, otherQueue, place, position, score, expires, hash, results, resultsExpire, proof, waitsFor, again);
    }

    CopiedJob seenBefore() {
        return new CopiedJob(
                id, queue, place, position, score, expires, hash, results, resultsExpire, proof, waitsFor, true);
    }

    /** Leaves out what the job carries. */
    @Override
    public String toString() {
        return "CopiedJob{" + place.word() + "}";
    }
}
