package dev.holdfast.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** A batch of lines that is sent piece by piece, and whose answer is read line by line meanwhile. For one thread. */
public final class BatchStream implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Socket socket;
    private final BufferedInputStream answer;
    private int left;
    private boolean answered;

    /** Begins a batch on a new connection. */
    public BatchStream(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
        answer = new BufferedInputStream(socket.getInputStream());
        begin();
    }

    /** Begins the next batch on the same connection. */
    public void begin() throws IOException {
        answered = false;
        write("""
                POST /enqueue/batch HTTP/1.1
                Host: x
                Content-Type: application/x-ndjson
                Transfer-Encoding: chunked

                """.replace("\n", "\r\n"));
    }

    public void send(String text) throws IOException {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        write(Integer.toHexString(size) + "\r\n" + text + "\r\n");
    }

    public void end() throws IOException {
        write("0\r\n\r\n");
    }

    /** The next outcomes, as soon as they are there. */
    public List<String> outcomes(int count) {
        if (!answered) {
            answered = true;
            String head = String.join(
                    "\n",
                    Stream.generate(this::headLine)
                            .takeWhile(line -> !line.isEmpty())
                            .toList());
            if (!head.startsWith("HTTP/1.1 207") || !head.contains("Content-Type: application/x-ndjson")) {
                throw new IllegalStateException("the answer to a batch began with " + head);
            }
        }
        return Stream.generate(() -> line(this::content)).limit(count).toList();
    }

    /** Whether the answer's end is the next that comes. */
    public boolean hasEnded() {
        return content() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String headLine() {
        return line(this::raw).stripTrailing();
    }

    private static String line(IntSupplier source) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = source.getAsInt(); next != '\n'; next = source.getAsInt()) {
            if (next < 0) {
                throw new IllegalStateException("the answer ended within a line");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The next byte of the content, which comes in pieces of its own; -1 behind the last. */
    private int content() {
        if (left == 0) {
            String size = headLine();
            left = Integer.parseInt(size.isEmpty() ? headLine() : size, 16);
            if (left == 0) {
                headLine();
                return -1;
            }
        }
        left--;
        return raw();
    }

    private int raw() {
        try {
            return answer.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
