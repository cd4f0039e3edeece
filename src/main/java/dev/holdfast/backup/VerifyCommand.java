package dev.holdfast.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: says whether a file is a whole backup; needs no Redis. */
@Command(
        name = "verify",
        description = "Reads a backup from its first byte to its last and says whether it is whole.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "What backup has written.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try {
            Manifest manifest = BackupReader.read(file, job -> {});
            spec.commandLine().getOut().println(file + ": whole, " + manifest);
            return 0;
        } catch (UnusableBackup | IOException failed) {
            return Failure.tell(spec, file, failed);
        }
    }
}
