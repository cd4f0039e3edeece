package dev.holdfast.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/** Starts Redis servers, each under a watcher and on the first port that is free. */
final class RedisLauncher {

    private static final int LAST_PORT = 65_535;
    private static final String SCRIPT = "watch.sh";

    private final RedisBinary binary;
    private final SearchPath searchPath;
    private final Path script;
    private final LongSupplier nanoTime;

    RedisLauncher(RedisBinary binary, SearchPath searchPath, DataDirectory directory, LongSupplier nanoTime)
            throws IOException {
        this.binary = binary;
        this.searchPath = searchPath;
        this.nanoTime = nanoTime;
        try (InputStream content = Objects.requireNonNull(RedisLauncher.class.getResourceAsStream(SCRIPT))) {
            this.script = directory.unpack(content, SCRIPT);
        }
    }

    RedisProcess launch(RedisHome home, int firstPort) throws IOException {
        for (int port = firstPort; port <= LAST_PORT; port++) {
            if (!isFree(port)) {
                continue;
            }
            home.configure(port);
            try {
                return RedisProcess.start(command(home), home, port, nanoTime);
            } catch (NoEmbeddedRedis e) {
                if (isFree(port)) {
                    throw e;
                }
                // Somebody took the port after the look at it: the next one, then.
            }
        }
        throw new NoEmbeddedRedis("no port from " + firstPort + " on is free");
    }

    private ProcessBuilder command(RedisHome home) {
        List<String> command = new ArrayList<>();
        searchPath.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.add(searchPath
                .find("sh")
                .orElseThrow(() -> new NoEmbeddedRedis("no sh on PATH"))
                .toString());
        command.add(script.toString());
        command.add(Integer.toString(RedisHome.SECONDS_TO_STOP));
        command.add(home.pidFile().toString());
        command.add(binary.path().toString());
        command.add(home.configuration().toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
        Map<String, String> environment = builder.environment();
        // The service's environment holds its secrets, which Redis has no use for.
        environment.keySet().retainAll(Set.of("PATH", "LD_LIBRARY_PATH", "TZ"));
        // Redis 7 does not start in a locale that the system does not have.
        environment.put("LC_ALL", "C");
        return builder;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
