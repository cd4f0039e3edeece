package dev.holdfast.spool;

import dev.holdfast.job.JobId;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells, without a look at the disk, that a job is surely not in the spool; of one in a thousand it does not know (a Bloom
 * filter of 4 MB, made when it is first needed). Safe for all threads.
 */
final class IdFilter {

    private static final int BITS = 1 << 25;
    private static final int PROBES = 4;

    private volatile AtomicLongArray words = new AtomicLongArray(0);

    /** Called by one thread only, before the row is committed. */
    void add(JobId id) {
        AtomicLongArray current = words;
        if (current.length() == 0) {
            current = new AtomicLongArray(BITS / Long.SIZE);
            words = current;
        }
        long hash = hash(id);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(hash, probe);
            current.getAndAccumulate(bit / Long.SIZE, 1L << (bit % Long.SIZE), (word, mask) -> word | mask);
        }
    }

    boolean mayContain(JobId id) {
        AtomicLongArray current = words;
        if (current.length() == 0) {
            return false;
        }
        long hash = hash(id);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(hash, probe);
            if ((current.get(bit / Long.SIZE) & 1L << (bit % Long.SIZE)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Nothing is in the spool any more. */
    void clear() {
        words = new AtomicLongArray(0);
    }

    private static int bit(long hash, int probe) {
        return (int) ((hash >>> 32) + probe * hash) & (BITS - 1);
    }

    /** FNV-1a, then mixed as SplitMix64 does: ids differ in few characters. */
    private static long hash(JobId id) {
        String text = id.value();
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
