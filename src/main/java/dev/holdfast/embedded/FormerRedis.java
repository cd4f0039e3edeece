package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The Redis of a service that was killed: two servers on the same files would destroy them, so it must end first. */
final class FormerRedis {

    private final RedisHome home;

    FormerRedis(RedisHome home) {
        this.home = home;
    }

    /** Returns once no server works in the directory; refuses when one still does after this long. */
    void awaitEnd(Duration patience) throws IOException {
        Optional<ProcessHandle> process = process();
        if (process.isPresent()) {
            try {
                process.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new DataDirectoryTaken(
                        home.directory(),
                        "the Redis server with process id " + process.get().pid());
            } catch (ExecutionException e) {
                throw new NoEmbeddedRedis(
                        "cannot wait for process " + process.get().pid(), e);
            } catch (InterruptedException e) {
                throw NoEmbeddedRedis.interrupted(e);
            }
        }
        Files.deleteIfExists(home.pidFile());
    }

    private Optional<ProcessHandle> process() throws IOException {
        if (!Files.exists(home.pidFile())) {
            return Optional.empty();
        }
        String pid = Files.readString(home.pidFile(), StandardCharsets.US_ASCII).strip();
        return pid.matches("\\d{1,18}")
                ? ProcessHandle.of(Long.parseLong(pid)).filter(this::worksHere)
                : Optional.empty();
    }

    /** The file outlives a power cut, and its number may since belong to any other process. */
    private boolean worksHere(ProcessHandle process) {
        Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return Files.isSameFile(workingDirectory, home.directory());
        } catch (IOException e) {
            // No such link (macOS), or not ours to read: then the name has to do.
            return process.info().command().orElse("").contains("redis");
        }
    }
}
