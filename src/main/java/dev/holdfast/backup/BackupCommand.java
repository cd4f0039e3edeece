package dev.holdfast.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.springframework.core.NestedRuntimeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backup}: writes a copy of the jobs in a Redis to a file. */
@Command(
        name = "backup",
        description = "Copies the jobs that still have to run from a Redis into a file, with their results if there are"
                + " any.",
        mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {

    private final Supplier<Copies> copies;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "Where to; it must not be there yet.")
    private Path file = Path.of("");

    @Option(names = "--from", paramLabel = "URL", defaultValue = "", description = "Another Redis than the primary.")
    private String url = "";

    @Option(names = "--finished", description = "Also jobs that have succeeded.")
    private boolean finished;

    @Option(names = "--failed", description = "Also jobs that have failed or were stopped.")
    private boolean failed;

    @Option(names = "--canceled", description = "Also jobs that were canceled.")
    private boolean canceled;

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            defaultValue = "10",
            description = "How much of Redis's time to take at most, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int percent;

    /** @param copies opens what speaks with Redis */
    public BackupCommand(Supplier<Copies> copies) {
        this.copies = copies;
    }

    @Override
    public Integer call() {
        try {
            Manifest manifest = copy();
            spec.commandLine().getOut().println(file + ": " + manifest);
            return 0;
        } catch (UnusableBackup | IOException | NestedRuntimeException | IllegalArgumentException failed) {
            return Failure.tell(spec, file, failed);
        }
    }

    private Manifest copy() throws IOException {
        try (ProgressReport progress = new ProgressReport(spec.commandLine().getErr(), "backup")) {
            return copies.get().backup(file, url, ended(), percent, progress);
        }
    }

    private Set<Place> ended() {
        Set<Place> ended = EnumSet.noneOf(Place.class);
        if (finished) {
            ended.add(Place.FINISHED);
        }
        if (failed) {
            ended.add(Place.FAILED);
        }
        if (canceled) {
            ended.add(Place.CANCELED);
        }
        return ended;
    }
}
