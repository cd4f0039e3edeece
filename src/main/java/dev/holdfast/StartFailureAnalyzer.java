package dev.holdfast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one line which setting keeps the service from starting; of any other failure it says nothing, and the stack
 * trace is shown.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureAnalyzer implements FailureAnalyzer {

    private static final String OWN = StartFailureAnalyzer.class.getPackageName() + ".";
    private static final Pattern SECRET = Pattern.compile("token|password|secret|url", Pattern.CASE_INSENSITIVE);

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        List<Throwable> deepestFirst = causes(failure);
        Collections.reverse(deepestFirst);
        return own(deepestFirst)
                .or(() -> first(deepestFirst, BindException.class).map(StartFailureAnalyzer::unreadable))
                .or(() -> first(deepestFirst, PortInUseException.class).map(StartFailureAnalyzer::portInUse))
                .map(line -> new FailureAnalysis(line, null, failure))
                .orElse(null);
    }

    /** What our own code refused: it words its objections for whoever sets the settings. */
    private static Optional<String> own(List<Throwable> deepestFirst) {
        return deepestFirst.stream()
                .filter(cause -> cause instanceof IllegalArgumentException || cause instanceof IllegalStateException)
                .filter(cause -> cause.getStackTrace().length > 0
                        && cause.getStackTrace()[0].getClassName().startsWith(OWN))
                .map(Throwable::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .findFirst();
    }

    /** What Spring could not turn into the type of the setting. */
    private static String unreadable(BindException failure) {
        String name = failure.getName().toString();
        String setting = environmentName(name) + " (" + name + ")";
        // The words of the conversion quote the value, so a secret gets neither.
        if (SECRET.matcher(name).find()) {
            return setting + " has a value that cannot be read as "
                    + failure.getTarget().getType();
        }
        Object value =
                failure.getProperty() == null ? null : failure.getProperty().getValue();
        List<Throwable> causes = causes(failure);
        String objection = causes.get(causes.size() - 1).getMessage();
        return setting + (value == null ? "" : " is '" + value + "'") + ": " + objection;
    }

    private static String portInUse(PortInUseException failure) {
        return "port " + failure.getPort() + " is in use: set SERVER_PORT to a free one, or end what listens there";
    }

    private static String environmentName(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_").replaceAll("_$", "");
    }

    private static <T extends Throwable> Optional<T> first(List<Throwable> causes, Class<T> type) {
        return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** The failure and its causes, outermost first; a chain that bites its own tail ends there. */
    private static List<Throwable> causes(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
