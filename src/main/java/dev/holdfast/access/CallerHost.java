package dev.holdfast.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from this very host, and not through a proxy on it; a proxy is known by the headers that it
 * adds, so <b>one that adds none passes for a caller of this host</b>.
 */
public final class CallerHost {

    private CallerHost() {}

    /** Whether somebody or something on this host asks for itself, be it with a browser. */
    public static boolean isOurs(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && Collections.list(request.getHeaderNames()).stream().noneMatch(CallerHost::isOfAProxy);
    }

    private static boolean isOfAProxy(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "forwarded", "via", "x-real-ip" -> true;
            default -> name.startsWith("x-forwarded");
        };
    }

    // The container gives the peer's address in figures, so that nothing is looked up; null once the peer is gone.
    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null
                    && !address.isEmpty()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}
