package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.submission.RequestRefused;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** The lines of a body as they come; holds one at a time, and of a too long one no more than shows that it is. */
final class Lines {

    private final InputStream input;
    private final long announced;
    private final int longest;
    private final long limit;
    private final byte[] buffer = new byte[16 * 1024];
    private int at;
    private int end;
    private long read;

    /**
     * @param announced how many bytes there should be; -1 if nobody said so
     * @param longest a line that is longer is cut one byte behind this length
     * @param limit how many bytes there may be
     */
    Lines(InputStream input, long announced, int longest, long limit) {
        this.input = input;
        this.announced = announced;
        this.longest = longest;
        this.limit = limit;
    }

    static RequestRefused tooLarge(long limit) {
        return new RequestRefused(Problem.of(
                ProblemType.PAYLOAD_TOO_LARGE, "the body is larger than " + limit + " bytes, which is the limit"));
    }

    /** The next line without its end; null behind the last. One that has not come by the deadline has timed out. */
    byte @Nullable [] next(Deadline arrival) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (at < end || fill(arrival)) {
            int newline = at;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            line.write(buffer, at, Math.min(newline - at, longest + 1 - line.size()));
            at = newline + 1;
            if (newline < end) {
                return line.toByteArray();
            }
        }
        return line.size() == 0 ? null : line.toByteArray();
    }

    private boolean fill(Deadline arrival) throws IOException {
        if (arrival.hasPassed()) {
            throw new SocketTimeoutException("the lines came too slowly");
        }
        int more = input.read(buffer, 0, buffer.length);
        if (more < 0) {
            if (read < announced) {
                throw new EOFException("the body ends before its announced length");
            }
            return false;
        }
        read += more;
        if (read > limit) {
            throw tooLarge(limit);
        }
        at = 0;
        end = more;
        return true;
    }
}
