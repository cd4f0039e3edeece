package dev.holdfast.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("redis")
@Tag("one-redis-is-enough")
@DisabledOnOs(OS.WINDOWS)
class EmbeddedConfigurationTests {

    @TempDir
    private Path temp;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(EmbeddedConfiguration.class);

    @Test
    void startsAPairWhereNoneIsConfiguredAndEndsItWithTheContext() {
        Path data = temp.resolve("data");

        runner.withPropertyValues("holdfast.data-dir=" + data, "holdfast.redis.primary-url=")
                .run(context -> {
                    EmbeddedRedis redis = context.getBean(EmbeddedRedis.class);
                    Pids pids = Pids.in(data);
                    assertThat(redis)
                            .hasToString("version=" + redis.version() + " primary=" + redis.primaryUrl() + " standby="
                                    + redis.standbyUrl() + " data=" + data + " binary=" + redis.binary());

                    context.close();

                    assertThat(pids.anyAlive()).isFalse();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"holdfast.redis.primary-url", "holdfast.redis.standby-url"})
    void startsNothingWhereOneIsConfigured(String setting) {
        runner.withPropertyValues(setting + "=redis://127.0.0.1:1", "holdfast.data-dir=" + temp)
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddedRedis.class));

        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void refusesABlankDataDirectory() {
        runner.withPropertyValues("holdfast.data-dir=  ")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("HOLDFAST_DATA_DIR is blank: set it to a directory, or remove it"));
    }

    @Test
    void keepsItsDataInTheWorkingDirectoryByDefault() {
        assertThat(new EmbeddedProperties("./holdfast-data").directory())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("holdfast-data"));
    }
}
