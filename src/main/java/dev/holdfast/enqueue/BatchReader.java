package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.submission.JsonTreeReader;
import dev.holdfast.submission.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/** Takes the jobs of a batch from a request: all of an array at once, of lines one chunk at a time. Safe for all threads. */
final class BatchReader {

    /** An array may be larger than one submission, and so may take longer to arrive. */
    private static final Duration ARRIVAL = Duration.ofSeconds(10);

    private final BatchProperties limits;
    private final int longest;
    private final RequestReader arrays;
    private final JsonTreeReader json = new JsonTreeReader();
    private final LongSupplier nanoTime;

    /** @param longest how large one job may be */
    BatchReader(BatchProperties limits, DataSize longest, LongSupplier nanoTime) {
        this.limits = limits;
        this.longest = Math.toIntExact(longest.toBytes());
        this.arrays = new RequestReader(limits.maxPayload());
        this.nanoTime = nanoTime;
    }

    /** Whether the request has lines; a request that has no batch at all is refused. */
    static boolean hasLines(HttpServletRequest request) {
        RequestReader.refuseEncodings(request);
        String type = request.getContentType();
        boolean lines = RequestReader.isOf(MediaType.APPLICATION_NDJSON, type);
        if (!lines && !RequestReader.isOf(MediaType.APPLICATION_JSON, type)) {
            throw new RequestRefused(Problem.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "send an array with Content-Type: application/json, or lines with application/x-ndjson"));
        }
        return lines;
    }

    Items array(HttpServletRequest request) {
        byte[] body = arrays.body(request, Deadline.in(ARRIVAL, nanoTime));
        return ArrayItems.of(body, json, limits.maxItems());
    }

    Items lines(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        long most = limits.maxStream().toBytes();
        if (announced > most) {
            throw Lines.tooLarge(most);
        }
        try {
            Lines lines = new Lines(request.getInputStream(), announced, longest, most);
            return new LineItems(lines, limits.maxLines(), longest, nanoTime);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
