package dev.holdfast.doctor;

import dev.holdfast.job.Reason;
import dev.holdfast.link.Address;
import dev.holdfast.link.RedisUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Finds the way to a node, or to the Sentinels that know it, without a word of Redis's protocol. */
final class Reach {

    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;

    Reach(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Resolves the names; may take as long as the system's resolver. */
    Contact name(RedisUrl url) {
        return each(url, address -> {
            try {
                InetAddress.getAllByName(address.host());
                return List.of();
            } catch (UnknownHostException unknown) {
                return List.of(Reason.UNREACHABLE);
            }
        });
    }

    /** Opens a connection and closes it. */
    Contact port(RedisUrl url) {
        return each(url, address -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.host(), address.port()), (int) PATIENCE.toMillis());
                return List.of();
            } catch (ConnectException refused) {
                return List.of(Reason.CONNECTION_REFUSED);
            } catch (SocketTimeoutException silent) {
                return List.of(Reason.NO_REPLY);
            } catch (IOException unreachable) {
                return List.of(Reason.UNREACHABLE);
            }
        });
    }

    /** One that succeeds will do, as it does for the link. */
    private Contact each(RedisUrl url, Function<Address, List<Reason>> attempt) {
        long start = nanoTime.getAsLong();
        List<Reason> obstacles = new ArrayList<>();
        url.addresses().forEach(address -> obstacles.addAll(attempt.apply(address)));
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
        int count = url.addresses().size();
        String text = url.master().isPresent() ? count - obstacles.size() + " of " + count + " Sentinels" : "";
        return obstacles.size() < count ? Contact.made(took, text) : Contact.failed(obstacles.get(0), took, text);
    }
}
