package dev.holdfast;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.boot.web.embedded.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Closes the door so that nobody is hit by it: first no new connections, then every kept-alive connection is served
 * and told to close, and only then Tomcat's own stop, which would answer 503 on those.
 */
final class GracefulStop implements SmartLifecycle, TomcatConnectorCustomizer, Filter {

    private static final Logger log = LoggerFactory.getLogger(GracefulStop.class);
    /** How often the open connections are counted; Tomcat tells nobody when one ends. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final ApplicationContext context;
    private final Duration linger;
    private final List<Connector> connectors = new CopyOnWriteArrayList<>();
    private volatile boolean running;
    private volatile boolean closing;

    /**
     * A stop for this context.
     *
     * @param linger how long idle kept-alive connections may stay open after the last new one
     */
    GracefulStop(ApplicationContext context, Duration linger) {
        this.context = context;
        this.linger = linger;
    }

    @Override
    public void customize(Connector connector) {
        connectors.add(connector);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (closing && response instanceof HttpServletResponse http) {
            http.setHeader("Connection", "close");
        }
        chain.doFilter(request, response);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        // In this order: a client that is told to close connects anew at once, and must find the door closed, not
        // a connection that the kernel has taken and nobody ever will.
        connectors.forEach(connector -> connector.getProtocolHandler().closeServerSocketGraceful());
        closing = true;
        long end = System.nanoTime() + linger.toNanos();
        while (openConnections() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        log.info("The door is closed: open connections={}", openConnections());
        running = false;
    }

    private long openConnections() {
        return connectors.stream()
                .map(Connector::getProtocolHandler)
                .mapToLong(protocol -> protocol instanceof GracefulProtocol graceful ? graceful.openConnections() : 0)
                .sum();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Higher phases stop earlier: before Tomcat's own graceful stop. */
    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE + 512;
    }
}
