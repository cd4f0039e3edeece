package dev.holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * A Redis node in this process that misbehaves as it is told to, for what a real one cannot be made to do.
 *
 * <p>It speaks RESP3, knows no command but what a link needs, and instead of running Lua does what the placement script
 * would: it remembers accepted ids and fingerprints and refuses what comes too late. The rehearsals of an opening link
 * are answered and not counted. Safe for all threads.
 */
public final class FakeRedis implements AutoCloseable {

    private final FakeRedisState state = new FakeRedisState();
    private final List<FakeRedisConnection> connections = new CopyOnWriteArrayList<>();
    private final ThreadFactory threads = runnable -> {
        Thread thread = Executors.defaultThreadFactory().newThread(runnable);
        thread.setDaemon(true);
        return thread;
    };
    private final ServerSocket server;

    public FakeRedis() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        threads.newThread(this::accept).start();
    }

    public String url() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    /** How it reacts to the next n placements, after those that were told before; then it tells the truth again. */
    public void next(int n, Reaction reaction) {
        state.next(n, reaction);
    }

    /** Answers every write with this error, those of proofs and rehearsals included, and none is executed. */
    public void failWrites(String error) {
        state.failWrites(error);
    }

    /** Answers everything so, from the handshake on. */
    public void reactToEverything(Reaction reaction) {
        state.reactToEverything(reaction);
    }

    /** Says this as soon as it is connected to, and closes the connection. */
    public void refuseAtTheDoor(String error) {
        state.refuseAtTheDoor(error);
    }

    /** Tells the truth again from now on. */
    public void recover() {
        state.recover();
    }

    /** Forgets the scripts that were loaded, as a restarted node does. */
    public void forgetScripts() {
        state.forgetScripts();
    }

    /** Looks at the deadlines of calls so much later, as a node does that was stopped. */
    public void wakeUpLate(Duration late) {
        state.wakeUpLate(late);
    }

    /** How often this job has come here, executed or not. */
    public int attempts(String id) {
        return state.attempts(id);
    }

    /** How often this job was put into its queue. */
    public int executions(String id) {
        return state.executions(id);
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return connections.size();
    }

    /** Resets all connections and takes no more. */
    @Override
    public void close() {
        try {
            server.close();
            for (FakeRedisConnection connection : connections) {
                connection.reset();
            }
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                FakeRedisConnection connection = new FakeRedisConnection(socket, state);
                connections.add(connection);
                threads.newThread(connection).start();
                if (server.isClosed()) {
                    connection.reset();
                }
            } catch (IOException closed) {
                // Only the end of the test makes accepting fail.
                return;
            }
        }
    }
}
