package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.QueueName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;

class StartFailureAnalyzerTests {

    private final StartFailureAnalyzer analyzer = new StartFailureAnalyzer();

    @Test
    void theDeepestObjectionOfOurOwnCounts() {
        Throwable failure = new IllegalStateException(
                "outer", new RuntimeException("between", new IllegalArgumentException("inner")));

        assertThat(line(failure)).isEqualTo("Holdfast cannot start: inner\n");
    }

    @Test
    void anObjectionOfAnotherRoomCounts() {
        Throwable objection = thrownBy(() -> new QueueName("a b"));

        assertThat(line(new RuntimeException(objection)))
                .isEqualTo("Holdfast cannot start: " + objection.getMessage() + "\n");
    }

    @Test
    void foreignObjectionsAreNotOurs() {
        assertThat(line(thrownBy(() -> new ArrayList<>().iterator().remove()))).isNull();
        assertThat(line(thrownBy(() -> Integer.parseInt("x")))).isNull();
    }

    @Test
    void mistakesInTheProgramKeepTheirStackTrace() {
        assertThat(line(new NullPointerException("of our own"))).isNull();
        assertThat(line(new IllegalStateException())).isNull();
        assertThat(line(new IllegalStateException(" "))).isNull();
    }

    @Test
    void aChainThatBitesItsTailEnds() {
        Exception inner = new Exception("inner");
        Exception outer = new Exception("outer", inner);
        inner.initCause(outer);

        assertThat(line(outer)).isNull();
    }

    @Test
    void aValueThatCannotBeReadIsNamed() {
        assertThat(line(bind("holdfast.max-hold", "10 apples", Duration.class)))
                .isEqualTo("Holdfast cannot start: HOLDFAST_MAX_HOLD (holdfast.max-hold) is '10 apples':"
                        + " '10 apples' is not a valid duration\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holdfast.operator-token",
                "holdfast.redis.primary-url",
                "holdfast.redis.password",
                "holdfast.webhooks.secret-key"
            })
    void aSecretIsNotShown(String name) {
        assertThat(line(bind(name, "hunter2", Duration.class)))
                .contains("(" + name + ") has a value that cannot be read as java.time.Duration")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://u:hunter2@host:1", "rediss://:hun@ter2@host", "no://hunter2@"})
    void aPasswordInAUrlIsNotShown(String url) {
        assertThat(line(new IllegalArgumentException("bad node '" + url + "': fix it")))
                .contains("://***@")
                .doesNotContain("hun", "ter2");
    }

    @Test
    void lineBreaksDoNotBreakTheLine() {
        assertThat(line(new IllegalStateException("one\r\n  two\n"))).isEqualTo("Holdfast cannot start: one two\n");
    }

    @Test
    void aPortInUseNamesTheSetting() {
        assertThat(line(new RuntimeException(new PortInUseException(8080))))
                .isEqualTo("Holdfast cannot start: port 8080 is in use:"
                        + " set SERVER_PORT to a free one, or end what listens there\n");
    }

    @Test
    void theAdviceOfSpringsOwnAnalyzersFollowsInTheSameLine() {
        assertThat(report(new FailureAnalysis("This is wrong:\n\n  a bean", "Do that.\n", null)))
                .isEqualTo("Holdfast cannot start: This is wrong: a bean Do that.\n");
    }

    private @Nullable String line(Throwable failure) {
        FailureAnalysis analysis = analyzer.analyze(failure);
        return analysis == null ? null : report(analysis);
    }

    private static String report(FailureAnalysis analysis) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new StartFailureReporter(new PrintStream(bytes, true, StandardCharsets.UTF_8)).report(analysis);
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static Throwable bind(String name, String value, Class<?> type) {
        Binder binder = new Binder(new MapConfigurationPropertySource(Map.of(name, value)));
        return thrownBy(() -> binder.bind(name, type));
    }

    private static Throwable thrownBy(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }
}
