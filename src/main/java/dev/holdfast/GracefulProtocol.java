package dev.holdfast;

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * Tomcat's HTTP/1.1 that serves whom it has let in before it closes its door, and still counts them then.
 *
 * <p>Public because Tomcat makes it by its name.
 */
public final class GracefulProtocol extends Http11NioProtocol {

    private final GracefulEndpoint endpoint;

    public GracefulProtocol() {
        this(new GracefulEndpoint());
    }

    private GracefulProtocol(GracefulEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void closeServerSocketGraceful() {
        endpoint.lastCall();
        super.closeServerSocketGraceful();
    }

    /** Tomcat's own count is gone once the door is closed. */
    int openConnections() {
        return endpoint.getConnections().size();
    }
}
