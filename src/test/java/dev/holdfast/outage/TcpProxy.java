package dev.holdfast.outage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network in front of a local server that fails when told to, with the connections that it has. */
final class TcpProxy implements AutoCloseable {

    private final int target;
    private final Weather weather = new Weather();
    private final ServerSocket door;
    private final List<Tunnel> tunnels = new CopyOnWriteArrayList<>();

    /** Listens on a port of its own and carries to this one. */
    TcpProxy(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread thread = new Thread(this::acceptAll, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return door.getLocalPort();
    }

    /** Lets everything pass. */
    void heal() {
        becomes(Fault.none());
    }

    /** From now on this happens, to the connections that are open and to new ones. */
    void becomes(Fault fault) {
        weather.becomes(fault);
        for (Tunnel tunnel : tunnels) {
            if (fault.kind() == Fault.Kind.RESET || tunnel.missedAny()) {
                tunnel.reset();
            }
        }
    }

    /** How many connections are open, whether anything moves in them or not. */
    long connections() {
        return tunnels.stream().filter(Tunnel::isOpen).count();
    }

    @Override
    public void close() {
        becomes(Fault.reset());
        try {
            door.close();
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                accept(door.accept());
            } catch (IOException closed) {
                // The loop's condition tells whether that was the end.
            }
        }
    }

    private void accept(Socket client) {
        tunnels.removeIf(tunnel -> !tunnel.isOpen());
        if (weather.now().kind() == Fault.Kind.RESET) {
            Tunnel.reset(client);
            return;
        }
        try {
            Tunnel tunnel = new Tunnel(client, new Socket(InetAddress.getLoopbackAddress(), target), weather);
            tunnels.add(tunnel);
            tunnel.open();
        } catch (IOException nobodyThere) {
            // Nearest to a refusal: who has accepted cannot refuse any more.
            Tunnel.reset(client);
        }
    }
}
