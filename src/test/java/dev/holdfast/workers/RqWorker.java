package dev.holdfast.workers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@code rq worker}, started as an operator would start it; its output goes to a file under target. */
final class RqWorker implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final Path log;

    /** @param options such as {@code --burst}: ends when the queue is empty */
    RqWorker(Crew crew, String redisUrl, String queue, String... options) {
        List<String> command = new ArrayList<>(List.of(
                crew.rq().toString(),
                "worker",
                "--url",
                redisUrl,
                "--path",
                "src/test/python",
                "--serializer",
                crew.serializerClass()));
        command.addAll(Arrays.asList(options));
        command.add(queue);
        try {
            log = Files.createDirectories(Path.of("target", "rq-workers")).resolve(queue + ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end with the job that it runs; its scheduler leaves its queues to others. */
    void stop() {
        process.destroy();
    }

    /** Waits for the end of a worker in burst mode, or of one that was asked to stop. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(this + " did not end in peace");
        }
    }

    /** Ends it, with the scheduler and the work horse that it may have forked. */
    @Override
    public void close() {
        List<ProcessHandle> forked = process.descendants().toList();
        process.destroyForcibly();
        forked.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public String toString() {
        return "RqWorker{" + process.pid() + (isAlive() ? ", alive" : ", ended") + ", see " + log + "}";
    }
}
