package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.Deadline;
import dev.holdfast.submission.RequestRefused;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

class RequestReaderTests {

    private static final int LIMIT = 64 * 1024;

    private final AtomicLong nanos = new AtomicLong();
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(1), nanos::get);
    private final RequestReader reader = new RequestReader(DataSize.ofBytes(LIMIT));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 40_000, LIMIT})
    void readsABodyOfAnySizeUpToTheLimit(int size) {
        byte[] body = body(size);

        assertThat(reader.body(request(new ByteArrayInputStream(body), size), deadline))
                .isEqualTo(body);
        assertThat(reader.body(request(new ByteArrayInputStream(body), -1), deadline))
                .isEqualTo(body);
    }

    @Test
    void refusesAnAnnouncedBodyOverTheLimitUnread() {
        assertRefused(request(failing(new IOException("read")), LIMIT + 1), "payload_too_large");
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, LIMIT * 3})
    void refusesAnUnannouncedBodyOverTheLimit(int size) {
        assertRefused(request(new ByteArrayInputStream(body(size)), -1), "payload_too_large");
    }

    @Test
    void namesTheLimit() {
        assertThatThrownBy(() -> reader.body(request(new ByteArrayInputStream(body(LIMIT + 1)), -1), deadline))
                .hasMessage("the body is larger than 65536 bytes, which is the limit");
    }

    @Test
    void refusesABodyThatIsShorterThanAnnounced() {
        assertRefused(request(new ByteArrayInputStream(body(10)), 11), "bad_request");
    }

    @Test
    void refusesABodyThatBreaksOff() {
        assertRefused(request(failing(new EOFException()), 10), "bad_request");
    }

    @Test
    void refusesABodyThatStopsArriving() {
        assertRefused(request(failing(new SocketTimeoutException()), 10), "request_timeout");
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, -1})
    void refusesABodyThatTricklesPastTheDeadline(int announced) {
        InputStream trickle = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                nanos.addAndGet(Duration.ofMillis(400).toNanos());
                into[offset] = 'x';
                return 1;
            }
        };

        assertRefused(request(trickle, announced), "request_timeout");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=utf-8",
                "application/json; charset=\"UTF-8\"",
                "Application/JSON",
                "application/json; profile=x"
            })
    void takesJson(String type) {
        MockHttpServletRequest request = request(new ByteArrayInputStream(body(3)), 3);
        request.setContentType(type);

        assertThat(reader.body(request, deadline)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/problem+json",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/json; charset=nonsense",
        "application/*",
        "json",
        "nonsense;;"
    })
    void refusesOtherTypes(String type) {
        MockHttpServletRequest request = request(failing(new IOException("read")), 3);
        request.setContentType(type.isEmpty() ? null : type);

        assertRefused(request, "unsupported_media_type");
    }

    @Test
    void refusesAnEncodedBody() {
        MockHttpServletRequest request = request(failing(new IOException("read")), 3);
        request.addHeader("Content-Encoding", "gzip");

        assertRefused(request, "unsupported_media_type");
    }

    @Test
    void findsNoKeyWhereThereIsNone() {
        assertThat(reader.key(new MockHttpServletRequest())).isNull();
    }

    private void assertRefused(MockHttpServletRequest request, String code) {
        assertThatThrownBy(() -> reader.body(request, deadline))
                .isInstanceOfSatisfying(
                        RequestRefused.class,
                        refused -> assertThat(refused.problem().type().code()).isEqualTo(code));
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) i;
        }
        return body;
    }

    private static InputStream failing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw failure;
            }
        };
    }

    private static MockHttpServletRequest request(InputStream content, int announced) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/enqueue") {
            @Override
            public long getContentLengthLong() {
                return announced;
            }

            @Override
            public ServletInputStream getInputStream() {
                return new Content(content);
            }
        };
        request.setContentType("application/json");
        return request;
    }

    private static final class Content extends ServletInputStream {

        private final InputStream content;

        Content(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            return content.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return content.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
