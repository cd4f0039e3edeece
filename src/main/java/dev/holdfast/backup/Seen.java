package dev.holdfast.backup;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Remembers which ids were met, in 16 MB however many there are: a Bloom filter. What it does not know was never met;
 * of a million ids it takes a dozen new ones for old. For one thread.
 */
final class Seen {

    private static final int BITS = 27;
    private static final int HASHES = 4;

    private final long[] bits = new long[1 << (BITS - 6)];

    /** Remembers the id; returns whether it may have been met before. */
    boolean add(String id) {
        return look(id, true);
    }

    /** Whether the id may have been met. */
    boolean has(String id) {
        return look(id, false);
    }

    private boolean look(String id, boolean remember) {
        byte[] bytes = id.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 one = new CRC32();
        one.update(bytes);
        CRC32C two = new CRC32C();
        two.update(bytes);
        long first = mixed(one.getValue() << 32 | two.getValue());
        long step = mixed(first) | 1;
        boolean before = true;
        for (int i = 0; i < HASHES; i++) {
            int bit = (int) ((first + i * step) >>> (64 - BITS));
            long mask = 1L << (bit & 63);
            before &= (bits[bit >>> 6] & mask) != 0;
            if (remember) {
                bits[bit >>> 6] |= mask;
            }
        }
        return before;
    }

    /** Spreads what checksums leave close together: the finisher of SplitMix64. */
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
