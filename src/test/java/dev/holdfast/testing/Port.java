package dev.holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.condition.OS;

/**
 * A port of loopback for a server that is started later, or once more: nobody else is given it in between. On Linux it
 * stays bound, which keeps nobody from it who asks for this very port, as long as one of the two listens only; elsewhere it
 * is only likely to stay free.
 */
public final class Port implements AutoCloseable {

    private final Socket bound = new Socket();
    private final int number;

    public Port() {
        try {
            bound.setReuseAddress(true);
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            number = bound.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        if (!OS.LINUX.isCurrentOs()) {
            close();
        }
    }

    public int number() {
        return number;
    }

    /** From now on it may be anybody's. */
    @Override
    public void close() {
        try {
            bound.close();
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }
}
