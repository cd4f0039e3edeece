package dev.holdfast.outage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;

/** One connection through the proxy: the client's half and the server's. */
final class Tunnel {

    private final Socket client;
    private final Socket server;
    private final Weather weather;
    private final Pipe requests;
    private final Pipe replies;

    Tunnel(Socket client, Socket server, Weather weather) throws IOException {
        this.client = client;
        this.server = server;
        this.weather = weather;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        requests = new Pipe(Pipe.Direction.REQUESTS, client.getInputStream(), server.getOutputStream(), weather);
        replies = new Pipe(Pipe.Direction.REPLIES, server.getInputStream(), client.getOutputStream(), weather);
    }

    void open() {
        start(requests);
        start(replies);
    }

    boolean isOpen() {
        return !client.isClosed();
    }

    boolean missedAny() {
        return requests.hasSwallowed() || replies.hasSwallowed();
    }

    /** Ends both halves with RST. */
    void reset() {
        reset(client);
        reset(server);
    }

    private void start(Pipe pipe) {
        Thread thread = new Thread(() -> carry(pipe), "tunnel");
        thread.setDaemon(true);
        thread.start();
    }

    private void carry(Pipe pipe) {
        try {
            pipe.carryAll();
            awaitPassage();
            client.close();
            server.close();
        } catch (IOException | InterruptedException broken) {
            resetWhenSeen();
        }
    }

    /** In a black hole nobody learns that the other one has gone. */
    private void awaitPassage() throws InterruptedException {
        for (Fault fault = weather.now(); fault.kind() == Fault.Kind.BLACK_HOLE; fault = weather.now()) {
            weather.awaitOtherThan(fault);
        }
    }

    private void resetWhenSeen() {
        try {
            awaitPassage();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        reset();
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException closedMeanwhile) {
            // The other half has ended it: nothing is left to reset.
        }
        try {
            socket.close();
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }
}
