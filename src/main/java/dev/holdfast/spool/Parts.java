package dev.holdfast.spool;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a job's hash as one array of bytes: how many there are, then each with its length before it. */
final class Parts {

    private Parts() {}

    static byte[] joined(List<byte[]> parts) {
        int length = Integer.BYTES;
        for (byte[] part : parts) {
            length = Math.addExact(length, Integer.BYTES + part.length);
        }
        ByteBuffer joined = ByteBuffer.allocate(length).putInt(parts.size());
        for (byte[] part : parts) {
            joined.putInt(part.length).put(part);
        }
        return joined.array();
    }

    /** The parts of which {@link #joined} made these bytes; null if it did not make them. */
    static @Nullable List<byte[]> of(byte[] joined) {
        ByteBuffer left = ByteBuffer.wrap(joined);
        List<byte[]> parts = new ArrayList<>();
        int count = left.remaining() < Integer.BYTES ? -1 : left.getInt();
        for (int i = 0; i < count && left.remaining() >= Integer.BYTES; i++) {
            int length = left.getInt();
            if (length < 0 || length > left.remaining()) {
                break;
            }
            byte[] part = new byte[length];
            left.get(part);
            parts.add(part);
        }
        return parts.size() == count && !left.hasRemaining() ? parts : null;
    }
}
