package dev.holdfast;

import dev.holdfast.backup.BackupCommand;
import dev.holdfast.backup.Copies;
import dev.holdfast.backup.RestoreCommand;
import dev.holdfast.backup.VerifyCommand;
import dev.holdfast.doctor.Doctor;
import dev.holdfast.doctor.DoctorCommand;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What the jar does beside being the service, as {@code java -jar holdfast.jar <command>}: with the settings of the
 * service, and without its door, its disk and its threads.
 */
@Command(
        name = "java -jar holdfast.jar",
        description = "Without a command, starts the service.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class Commands implements AutoCloseable {

    private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

    private @Nullable ConfigurableApplicationContext rooms;

    /** Whether these arguments are a command; settings of the service begin with dashes. */
    static boolean areMeant(String... arguments) {
        return arguments.length > 0 && (!arguments[0].startsWith("-") || HELP.contains(arguments[0]));
    }

    /** Runs a command to its end; its exit code is 0 if all is well, and 2 for arguments that mean nothing. */
    static int run(String... arguments) {
        try (Commands commands = new Commands()) {
            return commands.line().execute(arguments);
        }
    }

    private CommandLine line() {
        return new CommandLine(this)
                .addSubcommand(new BackupCommand(lazily(Copies.class)))
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new DoctorCommand(lazily(Doctor.class)))
                .addSubcommand(new RestoreCommand(lazily(Copies.class)))
                .setExecutionExceptionHandler((failure, line, arguments) -> failed(failure, line));
    }

    /** Says in one line what is wrong with the settings, as the service does when it cannot start. */
    private static int failed(Exception failure, CommandLine line) throws Exception {
        FailureAnalysis analysis = new StartFailureAnalyzer().analyze(failure);
        if (analysis == null) {
            throw failure;
        }
        line.getErr().println(analysis.getDescription());
        return line.getCommandSpec().exitCodeOnExecutionException();
    }

    /** Something of a room that speaks with Redis; the rooms are opened when the first command asks for it. */
    <T> Supplier<T> lazily(Class<T> type) {
        return () -> {
            ConfigurableApplicationContext open = Optional.ofNullable(rooms).orElseGet(Commands::open);
            rooms = open;
            return open.getBean(type);
        };
    }

    private static ConfigurableApplicationContext open() {
        return new SpringApplicationBuilder(Rooms.class)
                .web(WebApplicationType.NONE)
                .lazyInitialization(true)
                .logStartupInfo(false)
                .properties(
                        // The output is the command's.
                        "logging.threshold.console=off",
                        // A process that has just begun is slow, and nobody waits for a job.
                        "holdfast.link.connect-limit=1s",
                        "holdfast.link.command-limit=2s",
                        // The groups name indicators of rooms that stay closed.
                        "management.endpoint.health.validate-group-membership=false")
                .run();
    }

    @Override
    public void close() {
        if (rooms != null) {
            rooms.close();
        }
    }

    /** Not annotated as a configuration, because the service would find it and open these rooms twice. */
    @EnableAutoConfiguration
    @ComponentScan({
        "dev.holdfast.link",
        "dev.holdfast.guard",
        "dev.holdfast.rq",
        "dev.holdfast.redis",
        "dev.holdfast.doctor",
        "dev.holdfast.backup",
    })
    @Import(AddressConfiguration.class)
    static final class Rooms {}
}
