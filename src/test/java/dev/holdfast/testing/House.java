package dev.holdfast.testing;

import dev.holdfast.HoldfastApplication;
import dev.holdfast.spool.Spool;
import dev.holdfast.spool.SpoolState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The whole service in this process, on a port and a data directory of its own. */
public final class House implements AutoCloseable {

    private final Path directory;
    private final boolean temporary;
    private final ServletWebServerApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * These settings, and limits that a busy machine keeps: for tests of what is answered, and not of how soon. A Redis
     * that hangs is still noticed within seconds.
     */
    public static String[] patient(String... settings) {
        return Stream.concat(
                        Stream.of(settings),
                        Stream.of(
                                "holdfast.enqueue.deadline=20s",
                                "holdfast.lifecycle.deadline=10s",
                                "holdfast.redis.attempt=8s",
                                "holdfast.link.connect-limit=5s",
                                "holdfast.link.command-limit=5s",
                                "holdfast.link.proof-limit=1s",
                                "holdfast.link.silence=8s"))
                .toArray(String[]::new);
    }

    /** Starts it; settings are {@code name=value}, as on its command line. */
    public House(String... settings) {
        this(temporary(), true, settings);
    }

    /** The same in a directory that stays, as for a house that will be opened again. */
    public House(Path directory, String... settings) {
        this(directory, false, settings);
    }

    private House(Path directory, boolean temporary, String... settings) {
        this.directory = directory;
        this.temporary = temporary;
        List<String> arguments = new ArrayList<>(List.of("server.port=0", "holdfast.data-dir=" + directory));
        arguments.addAll(List.of(settings));
        context = (ServletWebServerApplicationContext) SpringApplication.run(
                HoldfastApplication.class,
                arguments.stream().map(setting -> "--" + setting).toArray(String[]::new));
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + context.getWebServer().getPort() + path);
    }

    /** Posts JSON, with more headers if need be: names and values. */
    public HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(address(path)).GET());
    }

    public HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(address(path)).DELETE());
    }

    /** What it answers: methods and patterns, such as {@code GET /jobs/{id}}. */
    public Set<String> routes() {
        return context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(route -> route.getMethodsCondition().getMethods().stream()
                        .flatMap(method -> route.getPatternValues().stream().map(path -> method + " " + path)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Where it keeps what outlives a restart. */
    public Path directory() {
        return directory;
    }

    /** Whether nothing lies on its disk, be it on its way or set aside. */
    public boolean hasEmptySpool() {
        SpoolState spool = context.getBean(Spool.class).state();
        return spool.depth() + spool.aside() + spool.withdrawn().all() == 0;
    }

    public boolean isOpen() {
        return context.isActive();
    }

    /** Stops it as SIGTERM does. */
    @Override
    public void close() {
        context.close();
        if (temporary) {
            FileSystemUtils.deleteRecursively(directory.toFile());
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("house");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
