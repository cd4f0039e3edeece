package dev.holdfast.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.springframework.core.NestedRuntimeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code restore}: puts the jobs of a backup into a Redis, once. */
@Command(
        name = "restore",
        description = "Verifies a backup, and puts its jobs into a Redis. What is there already, or was within the last"
                + " day, is left alone, so it may be repeated.",
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {

    private final Supplier<Copies> copies;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "What backup has written.")
    private Path file = Path.of("");

    @Option(names = "--to", paramLabel = "URL", defaultValue = "", description = "Another Redis than the primary.")
    private String url = "";

    @Option(names = "--dry-run", description = "Says what would be put back, and writes nothing.")
    private boolean dry;

    @Option(
            names = "--started",
            paramLabel = "WHAT",
            defaultValue = "queue",
            description = "What becomes of jobs that were running when the copy was made: queue (they run again), skip"
                    + " or fail (default: ${DEFAULT-VALUE}).")
    private String started = "";

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            defaultValue = "50",
            description = "How much of Redis's time to take at most, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int percent;

    /** @param copies opens what speaks with Redis */
    public RestoreCommand(Supplier<Copies> copies) {
        this.copies = copies;
    }

    @Override
    public Integer call() {
        try {
            Restored restored = putBack();
            spec.commandLine().getOut().println(file + ": " + restored);
            return restored.isComplete() ? 0 : 1;
        } catch (UnusableBackup | IOException | NestedRuntimeException | IllegalArgumentException failed) {
            return Failure.tell(spec, file, failed);
        }
    }

    private Restored putBack() throws IOException {
        try (ProgressReport progress = new ProgressReport(spec.commandLine().getErr(), "restore")) {
            return copies.get().restore(file, url, Started.of(started), dry, percent, progress);
        }
    }
}
