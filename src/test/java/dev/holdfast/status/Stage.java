package dev.holdfast.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

/** Serves the page as the controller answers it, of a scene that a test sets; it remembers what it was asked for. */
final class Stage implements AutoCloseable {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final StatusController controller =
            new StatusController(this::scene, new Templates(), new ObjectMapper().writer(), new StatusProperties(true));
    private final HttpServer server;
    private volatile StatusFacts scene = Scenes.allWell();

    Stage() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** The page's address, now with this scene; nothing has been asked for yet. */
    String show(StatusFacts facts) {
        scene = facts;
        asked.clear();
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/status";
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    private StatusFacts scene() {
        return scene;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.add(path);
        if (!path.startsWith("/status")) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/status");
        if (path.endsWith("?refresh=off")) {
            request.setParameter("refresh", "off");
        }
        ResponseEntity<?> response = controller.page(request);
        response.getHeaders()
                .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        byte[] body = body(response);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    static byte[] body(ResponseEntity<?> response) {
        if (response.getBody() instanceof byte[] bytes) {
            return bytes;
        }
        throw new AssertionError(response);
    }

    static String text(ResponseEntity<?> response) {
        return new String(body(response), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
