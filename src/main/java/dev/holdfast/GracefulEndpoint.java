package dev.holdfast;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.tomcat.util.net.Acceptor.AcceptorState;
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * Tomcat's listening socket that closes empty: who has connected before is served. Tomcat's own drops the connection
 * that its acceptor takes last, and the kernel resets those that wait behind it.
 */
final class GracefulEndpoint extends NioEndpoint {

    private final Queue<SocketChannel> late = new ConcurrentLinkedQueue<>();
    private volatile boolean lastCall;

    /** To be called before the door is closed. */
    void lastCall() {
        lastCall = true;
    }

    /** Tomcat's acceptor calls this for the connection that it took when it was told to stop. */
    @Override
    protected void destroySocket(SocketChannel socket) {
        if (lastCall) {
            late.add(socket);
        } else {
            super.destroySocket(socket);
        }
    }

    @Override
    protected void doCloseServerSocket() throws IOException {
        try {
            takeThoseWhoWait();
        } finally {
            // Also where there was no room for all of them: nobody must wait at a door that nobody opens any more.
            close();
        }
    }

    private void takeThoseWhoWait() throws IOException {
        // While the acceptor sits in accept() it holds the lock that a change of mode waits for.
        if (lastCall
                && acceptor.getState() == AcceptorState.ENDED
                && getServerSocket() instanceof ServerSocketChannel listening) {
            listening.configureBlocking(false);
            for (SocketChannel next = listening.accept(); next != null; next = listening.accept()) {
                late.add(next);
            }
        }
    }

    private void close() throws IOException {
        super.doCloseServerSocket();
        lastCall = false;
        for (SocketChannel next = late.poll(); next != null; next = late.poll()) {
            if (!setSocketOptions(next)) {
                closeSocket(next);
            }
        }
    }
}
