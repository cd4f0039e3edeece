package dev.holdfast.backup;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.springframework.core.NestedExceptionUtils;
import picocli.CommandLine.Model.CommandSpec;

/** Why a command did not do what it should, in one line. */
final class Failure {

    private static final int FAILED = 1;
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\r\\n]+\\s*");
    private static final Pattern CREDENTIALS = Pattern.compile("://\\S*@");

    private Failure() {}

    static int tell(CommandSpec spec, Path file, Exception failed) {
        spec.commandLine().getErr().println(file + ": " + text(failed));
        return FAILED;
    }

    /** One line, without passwords in URLs. */
    static String text(Exception failed) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failed);
        String text = CREDENTIALS.matcher(String.valueOf(cause.getMessage())).replaceAll("://***@");
        String line = LINE_BREAKS.matcher(text).replaceAll(" ");
        if (cause instanceof FileAlreadyExistsException) {
            return "there is such a file already: a backup never replaces one";
        } else if (cause instanceof NoSuchFileException) {
            return "there is no such file, or no such directory";
        } else if (cause instanceof AccessDeniedException) {
            return "the file system does not permit that";
        }
        return line;
    }
}
