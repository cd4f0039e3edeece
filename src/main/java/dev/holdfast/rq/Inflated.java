package dev.holdfast.rq;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Text out of a zlib stream, at most its first 64 KiB, however much the stream would unfold to. */
final class Inflated {

    static final int MOST = 64 * 1024;

    private Inflated() {}

    /** The first bytes, or those of the stream itself when it is none. */
    static byte[] start(byte[] zipped) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(zipped);
            byte[] out = new byte[16];
            return Arrays.copyOf(out, inflater.inflate(out));
        } catch (DataFormatException e) {
            // RQ reads what is not compressed as it is.
            return Arrays.copyOf(zipped, Math.min(16, zipped.length));
        } finally {
            inflater.end();
        }
    }

    /** The text, or null when these bytes are no zlib stream. */
    static @Nullable String text(byte[] zipped) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(zipped);
            byte[] out = new byte[MOST + 1];
            int length = 0;
            int more;
            while (length < out.length && (more = inflater.inflate(out, length, out.length - length)) > 0) {
                length += more;
            }
            return length < out.length && !inflater.finished() ? null : cut(out, length);
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    /** At most {@link #MOST} of these bytes as text, without half a character at the end. */
    static String cut(byte[] utf8, int length) {
        int end = Math.min(length, MOST);
        while (end > 0 && end < length && (utf8[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8);
    }
}
