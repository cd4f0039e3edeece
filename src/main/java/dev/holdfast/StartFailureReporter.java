package dev.holdfast;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.util.StringUtils;

/** Reports a start that failed as one line on standard error, without passwords in URLs. */
final class StartFailureReporter implements FailureAnalysisReporter {

    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\r\\n]+\\s*");
    private static final Pattern CREDENTIALS = Pattern.compile("://\\S*@");

    private final PrintStream err;

    /** On standard error itself and not through the log, whose settings may be what is wrong. */
    StartFailureReporter() {
        this(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    StartFailureReporter(PrintStream err) {
        this.err = err;
    }

    @Override
    public void report(FailureAnalysis analysis) {
        String text = Stream.of(analysis.getDescription(), analysis.getAction())
                .filter(StringUtils::hasText)
                .map(String::strip)
                .collect(Collectors.joining(" "));
        String line = LINE_BREAKS.matcher(text).replaceAll(" ");
        err.println("Holdfast cannot start: " + CREDENTIALS.matcher(line).replaceAll("://***@"));
    }
}
