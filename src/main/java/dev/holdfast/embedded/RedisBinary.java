package dev.holdfast.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code redis-server} that has shown that it runs here. */
record RedisBinary(Path path, String version) {

    private static final Pattern VERSION = Pattern.compile("\\bv=((\\d+)\\.(\\d+)\\.[\\w.-]+)");
    private static final int SECONDS_TO_TELL = 10;

    /** The one on the search path if it serves, else the one that is shipped for this machine. */
    static RedisBinary find(SearchPath searchPath, DataDirectory directory) {
        List<String> objections = new ArrayList<>();
        Optional<Path> installed = searchPath.find("redis-server");
        if (installed.isPresent()) {
            Optional<RedisBinary> binary = verify(installed.get(), objections);
            if (binary.isPresent()) {
                return binary.get();
            }
        } else {
            objections.add("no redis-server on PATH");
        }
        return unpack(directory, objections)
                .flatMap(shipped -> verify(shipped, objections))
                .orElseThrow(() -> new NoEmbeddedRedis(String.join("; ", objections)));
    }

    private static Optional<Path> unpack(DataDirectory directory, List<String> objections) {
        String name = shippedFor(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream content = RedisBinary.class.getResourceAsStream("/" + name)) {
            if (content == null) {
                objections.add("none is shipped for " + name.substring("redis-server-".length()));
                return Optional.empty();
            }
            return Optional.of(directory.unpack(content, name));
        } catch (IOException e) {
            objections.add("cannot unpack the shipped one: " + e);
            return Optional.empty();
        }
    }

    /** The name of the resource in the embedded-redis jar; for other machines a name that it does not have. */
    static String shippedFor(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String machine = switch (osArch) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> osArch;
        };
        if (os.startsWith("linux")) {
            // The build that says 6.2.6-v5 is 6.2.11.
            return machine.equals("amd64")
                    ? "redis-server-6.2.6-v5-linux-amd64"
                    : "redis-server-6.2.7-linux-" + machine;
        }
        return os.startsWith("mac")
                ? "redis-server-6.2.6-v5-darwin-" + machine
                : "redis-server-" + os.replace(' ', '-') + "-" + machine;
    }

    /** Runs it once: it may be for another libc, miss a library, or lie on a file system without execution. */
    private static Optional<RedisBinary> verify(Path path, List<String> objections) {
        try {
            Process process = new ProcessBuilder(path.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS_TO_TELL, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                objections.add(path + " does not tell its version");
                return Optional.empty();
            }
            String answer = new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8).strip();
            Matcher version = VERSION.matcher(answer);
            if (process.exitValue() != 0 || !version.find()) {
                objections.add(
                        path + " does not run: " + answer.lines().findFirst().orElse("no output"));
                return Optional.empty();
            }
            if (isOlderThanSixTwo(version)) {
                objections.add(path + " is Redis " + version.group(1) + ", which is older than 6.2");
                return Optional.empty();
            }
            return Optional.of(new RedisBinary(path, version.group(1)));
        } catch (IOException e) {
            objections.add(path + " does not run: " + e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            throw NoEmbeddedRedis.interrupted(e);
        }
    }

    private static boolean isOlderThanSixTwo(Matcher version) {
        int major = Integer.parseInt(version.group(2));
        return major < 6 || (major == 6 && Integer.parseInt(version.group(3)) < 2);
    }
}
