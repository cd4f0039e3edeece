package dev.holdfast.webhook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server on a socket of its own, which does to each request what it was told; else it answers 204. */
final class Receiver implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Habit> habits = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    Receiver() {
        this(0);
    }

    Receiver(int port) {
        try {
            server = new ServerSocket(port, 50, LOOPBACK);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    Webhook webhook() {
        return webhook("127.0.0.1");
    }

    Webhook webhook(String host) {
        return new Webhook(1, URI.create("http://" + host + ":" + port() + "/services/T0/secret?token=secret"));
    }

    /** What it does to the next request, and to those after it in this order. */
    Receiver then(Habit... next) {
        habits.addAll(List.of(next));
        return this;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<String> bodies() {
        return received.stream().map(Received::body).toList();
    }

    /** How often somebody connected, whether or not a request came. */
    int connections() {
        return connections.get();
    }

    static Habit answers(int status, String... headers) {
        return (out, over) -> write(out, head(status, headers) + "Content-Length: 0\r\n\r\n");
    }

    /** Reads, and says nothing. */
    static Habit hangs() {
        return (out, over) -> over.await();
    }

    static Habit closesEarly() {
        return (out, over) -> write(out, "HTTP/1.1 2");
    }

    /** Says one letter of its header after the other, and never the last. */
    static Habit answersSlowlyForEver() {
        return (out, over) -> {
            write(out, "HTTP/1.1 200 OK\r\nX-Slow: ");
            while (!over.await(5, TimeUnit.MILLISECONDS)) {
                write(out, "x");
            }
        };
    }

    /** Succeeds at once, with a body that does not end. */
    static Habit talksForEver(int status) {
        return (out, over) -> {
            write(out, head(status) + "\r\n");
            while (!over.await(1, TimeUnit.MILLISECONDS)) {
                write(out, "blah ".repeat(1_000));
            }
        };
    }

    private static String head(int status, String... headers) {
        String lines = String.join("\r\n", headers);
        return "HTTP/1.1 " + status + " So\r\nConnection: close\r\n" + lines + (lines.isEmpty() ? "" : "\r\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                daemon(() -> serve(socket));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            received.add(Received.read(new BufferedInputStream(socket.getInputStream())));
            Habit habit = habits.poll();
            (habit == null ? answers(204) : habit).react(socket.getOutputStream(), closed);
        } catch (IOException gone) {
            // The other side has hung up, or never said anything.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }

    /** What is done to a request. */
    interface Habit {
        void react(OutputStream out, CountDownLatch over) throws IOException, InterruptedException;
    }

    /** A request as it came; the names of its headers in small letters. */
    record Received(String line, Map<String, String> headers, String body) {

        static Received read(InputStream in) throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                lines.add(line);
            }
            Map<String, String> headers = new TreeMap<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] parts = line.split(":", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            return new Received(lines.get(0), headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the request ends early");
                }
                line.append((char) c);
            }
            return line.toString().strip();
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }
}
