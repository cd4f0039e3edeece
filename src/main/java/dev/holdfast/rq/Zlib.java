package dev.holdfast.rq;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.Deflater;

/**
 * Compresses as Python's {@code zlib.compress} does; safe for all threads.
 *
 * <p>A deflater's memory lies outside the heap and costs more to get than a job's payload costs to compress, so they
 * are kept and used again, as many as there are processors.
 */
final class Zlib implements AutoCloseable {

    private final BlockingQueue<Deflater> idle;

    Zlib(int kept) {
        idle = new ArrayBlockingQueue<>(kept);
    }

    byte[] deflate(byte[] plain) {
        Deflater waiting = idle.poll();
        Deflater deflater = waiting == null ? new Deflater() : waiting;
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] out = new byte[mostFor(plain.length)];
            int length = deflater.deflate(out);
            if (!deflater.finished()) {
                throw new IllegalStateException("zlib wrote more than its own bound for " + plain.length + " bytes");
            }
            return Arrays.copyOf(out, length);
        } finally {
            deflater.reset();
            if (!idle.offer(deflater)) {
                deflater.end();
            }
        }
    }

    /** The bound that zlib's {@code compressBound} gives, with room to spare. */
    private static int mostFor(int length) {
        return Math.addExact(length, (length >> 10) + 64);
    }

    @Override
    public void close() {
        Deflater deflater;
        while ((deflater = idle.poll()) != null) {
            deflater.end();
        }
    }
}
