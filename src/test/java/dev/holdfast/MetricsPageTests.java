package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsPageTests {

    @Test
    void listsEveryMeterAsItIsRegisteredAndNoOther() throws IOException, ReflectiveOperationException {
        MeterRegistry registry = new SimpleMeterRegistry();
        registerAll(registry);

        assertThat(Files.readString(Path.of("docs/metrics.md")).lines().filter(line -> line.startsWith("| `")))
                .containsExactlyInAnyOrderElementsOf(
                        registry.getMeters().stream().map(MetricsPageTests::row).collect(Collectors.toSet()));
    }

    /** Every meter that this service has of its own. */
    static void registerAll(MeterRegistry registry) throws ReflectiveOperationException {
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.holdfast")) {
            if (type.getSimpleName().endsWith("Metrics")) {
                register(type.reflect(), registry);
            }
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
