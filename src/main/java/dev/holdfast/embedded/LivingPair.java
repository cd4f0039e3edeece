package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The embedded pair of another process, found by what it keeps in its data directory. */
public record LivingPair(String primaryUrl, String standbyUrl) {

    private static final Pattern PORT = Pattern.compile("(?m)^port (\\d{1,5})$");

    /** The pair that works in this directory; empty if none does, or if it cannot be read. */
    public static Optional<LivingPair> in(Path dataDirectory) {
        return url(dataDirectory, "redis-primary")
                .flatMap(primary ->
                        url(dataDirectory, "redis-standby").map(standby -> new LivingPair(primary, standby)));
    }

    private static Optional<String> url(Path dataDirectory, String name) {
        RedisHome home = new RedisHome(dataDirectory.resolve(name), dataDirectory.resolve(name + ".log"));
        try {
            // Its watcher removes the file when it has ended.
            if (!Files.exists(home.pidFile())) {
                return Optional.empty();
            }
            Matcher port = PORT.matcher(Files.readString(home.configuration()));
            return port.find() ? Optional.of("redis://127.0.0.1:" + port.group(1)) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
