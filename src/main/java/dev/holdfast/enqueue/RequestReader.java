package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.submission.RequestRefused;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/** Takes from a request its body, as bytes within a limit, and its Idempotency-Key. Safe for all threads. */
final class RequestReader {

    private static final String KEY = "Idempotency-Key";
    private static final int FIRST_BUFFER = 16 * 1024;

    private final int limit;

    RequestReader(DataSize maxPayload) {
        limit = Math.toIntExact(maxPayload.toBytes());
    }

    @Nullable
    IdempotencyKey key(HttpServletRequest request) {
        Enumeration<String> keys = request.getHeaders(KEY);
        if (!keys.hasMoreElements()) {
            return null;
        }
        IdempotencyKey key = IdempotencyKey.parse(keys.nextElement());
        if (keys.hasMoreElements()) {
            throw IdempotencyKey.refusal("is sent more than once");
        }
        return key;
    }

    /** The body, which is announced as JSON; it has to arrive before the deadline. */
    byte[] body(HttpServletRequest request, Deadline deadline) {
        refuseOtherTypes(request);
        long announced = request.getContentLengthLong();
        if (announced > limit) {
            throw tooLarge();
        }
        try {
            return read(request.getInputStream(), (int) announced, deadline);
        } catch (IOException e) {
            throw isTimeout(e) ? tooSlow() : brokenOff();
        }
    }

    /** Grows with what arrives and not with what is announced: an announcement costs nothing. */
    private byte[] read(ServletInputStream input, int announced, Deadline deadline) throws IOException {
        byte[] buffer = new byte[announced < 0 ? FIRST_BUFFER : Math.min(announced, FIRST_BUFFER)];
        int size = 0;
        while (size != announced) {
            if (size == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(announced < 0 ? limit + 1 : announced, size * 2));
            }
            int more = input.read(buffer, size, buffer.length - size);
            if (more < 0) {
                break;
            }
            size += more;
            if (size > limit) {
                throw tooLarge();
            }
            if (size != announced && deadline.hasPassed()) {
                throw tooSlow();
            }
        }
        if (size < announced) {
            throw brokenOff();
        }
        return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
    }

    /** Tomcat tells a timeout as a client that left, with the timeout as the cause. */
    static boolean isTimeout(IOException fault) {
        return fault instanceof SocketTimeoutException || fault.getCause() instanceof SocketTimeoutException;
    }

    static void refuseEncodings(HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw refusal(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send the body without Content-Encoding");
        }
    }

    /** Whether a body is announced as of this type, in UTF-8. */
    static boolean isOf(MediaType wanted, @Nullable String type) {
        if (type == null) {
            return false;
        }
        try {
            MediaType parsed = MediaType.parseMediaType(type);
            return wanted.equalsTypeAndSubtype(parsed)
                    && (parsed.getCharset() == null || StandardCharsets.UTF_8.equals(parsed.getCharset()));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static void refuseOtherTypes(HttpServletRequest request) {
        String type = request.getContentType();
        if (!MediaType.APPLICATION_JSON_VALUE.equals(type) && !isOf(MediaType.APPLICATION_JSON, type)) {
            throw refusal(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send the body with Content-Type: application/json");
        }
        refuseEncodings(request);
    }

    private RequestRefused tooLarge() {
        return refusal(
                ProblemType.PAYLOAD_TOO_LARGE, "the body is larger than " + limit + " bytes, which is the limit");
    }

    private static RequestRefused tooSlow() {
        return refusal(ProblemType.REQUEST_TIMEOUT, "the body did not arrive in time; nothing was written");
    }

    private static RequestRefused brokenOff() {
        return refusal(ProblemType.BAD_REQUEST, "the body broke off before its end");
    }

    private static RequestRefused refusal(ProblemType type, String detail) {
        return new RequestRefused(Problem.of(type, detail));
    }
}
