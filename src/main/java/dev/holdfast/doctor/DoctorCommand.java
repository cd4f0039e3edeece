package dev.holdfast.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the doctor beside a service, with the same settings. */
@Command(
        name = "doctor",
        description =
                "Says what is wrong, by what evidence, and how to mend it. Run it with the settings of the service.",
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = DoctorCommand.PROBLEMS,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all is well", "1:there are warnings", "2:there are problems, or it could not run"})
public final class DoctorCommand implements Callable<Integer> {

    static final int PROBLEMS = 2;

    private final Supplier<Doctor> doctor;

    @Option(names = "--json", description = "for programs; docs/doctor.md has the shape")
    private boolean json;

    @Spec
    private CommandSpec spec;

    public DoctorCommand(Supplier<Doctor> doctor) {
        this.doctor = doctor;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws JsonProcessingException {
        Report report = doctor.get().examine();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(ReportJson.of(report)));
        } else {
            Ansi ansi = spec.commandLine().getColorScheme().ansi();
            new ReportText(report, (style, text) -> ansi.string("@|" + style + " " + text + "|@"))
                    .lines()
                    .forEach(out::println);
        }
        return switch (report.verdict()) {
            case OK, COULD_NOT_SEE -> 0;
            case WARNING -> 1;
            case PROBLEM -> PROBLEMS;
        };
    }
}
