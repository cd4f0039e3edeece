package dev.holdfast.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An HTTP client that sends a request exactly as it is written; others tidy the path up. */
public final class RawHttp {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final int port;

    public RawHttp(int port) {
        this.port = port;
    }

    /** Sends a request; with a body it is said to be JSON. */
    public Answer send(String method, String target, String body, String... headers) throws IOException {
        // HTTP/1.0: the answer ends with the connection, and is not chunked.
        List<String> lines = new ArrayList<>(List.of(method + " " + target + " HTTP/1.0"));
        if (!body.isEmpty()) {
            lines.add("Content-Type: application/json");
            lines.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
        }
        lines.addAll(List.of(headers));
        return sendText(String.join("\r\n", lines) + "\r\n\r\n" + body);
    }

    /** Sends any text, and takes whatever comes back until the connection is closed. */
    public Answer sendText(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return Answer.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Sends the beginning of a request, and then nothing: neither more nor an end. */
    public Answer sendBeginning(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return Answer.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** What came back. */
    public record Answer(int status, List<String> headers, String body) {

        static Answer of(String text) {
            int end = text.indexOf("\r\n\r\n");
            List<String> head = text.substring(0, end).lines().toList();
            int status = Integer.parseInt(head.get(0).split(" ", 3)[1]);
            return new Answer(status, head.subList(1, head.size()), text.substring(end + 4));
        }

        /** The values of a header, joined by commas; empty without it. */
        public String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return String.join(
                    ",",
                    headers.stream()
                            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                            .map(line -> line.substring(start.length()).strip())
                            .toList());
        }
    }
}
