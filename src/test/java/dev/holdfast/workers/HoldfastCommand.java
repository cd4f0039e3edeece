package dev.holdfast.workers;

import dev.holdfast.HoldfastApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command beside the service, as an operator runs it. */
record HoldfastCommand(int exitCode, String output) {

    static HoldfastCommand run(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HoldfastApplication.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new HoldfastCommand(process.waitFor(), output.strip());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
