package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsPageTests {

    private static final Path CLASSES = Path.of("target/classes");

    @Test
    void listsEveryMeterAsItIsRegisteredAndNoOther() throws IOException, ReflectiveOperationException {
        MeterRegistry registry = new SimpleMeterRegistry();
        registerAll(registry);

        assertThat(Files.readString(Path.of("docs/metrics.md")).lines().filter(line -> line.startsWith("| `")))
                .containsExactlyInAnyOrderElementsOf(
                        registry.getMeters().stream().map(MetricsPageTests::row).collect(Collectors.toSet()));
    }

    /** Every meter that this service has of its own. */
    static void registerAll(MeterRegistry registry) throws IOException, ReflectiveOperationException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(CLASSES)) {
            files = all.filter(file -> file.toString().endsWith("Metrics.class"))
                    .toList();
        }
        for (Path file : files) {
            String name = CLASSES.relativize(file).toString().replace(File.separatorChar, '.');
            register(Class.forName(name.substring(0, name.lastIndexOf(".class"))), registry);
        }
    }

    /** Without the objects that are measured: a gauge of nothing is a gauge, and only its name is of interest. */
    private static void register(Class<?> metrics, MeterRegistry registry) throws ReflectiveOperationException {
        Constructor<?> constructor = metrics.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Object[] arguments = Arrays.stream(constructor.getParameterTypes())
                .map(type -> type == MeterRegistry.class ? registry : null)
                .toArray();
        if (constructor.newInstance(arguments) instanceof MeterBinder binder) {
            binder.bindTo(registry);
        }
    }

    private static String row(Meter meter) {
        Meter.Id id = meter.getId();
        String type = id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String tags =
                id.getTags().stream().map(tag -> "`" + tag.getKey() + "` ").collect(Collectors.joining());
        return "| `" + id.getName() + "` | " + type + " | " + tags + "| " + id.getDescription() + " |";
    }
}
