package dev.holdfast;

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * Tomcat's HTTP/1.1 that still knows its open connections when it takes no new ones; Tomcat's own count is gone then.
 *
 * <p>Public because Tomcat makes it by its name.
 */
public final class CountedProtocol extends Http11NioProtocol {

    int openConnections() {
        return getEndpoint().getConnections().size();
    }
}
