package dev.holdfast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitTimeTests {

    @ParameterizedTest
    @CsvSource({"0, 0", "20, 20", "20s, 20", "20S, 20", "1m, 60", "60, 60", "007, 7"})
    void readsTheFormsOfRq(String text, int seconds) {
        assertThat(WaitTime.of(text)).hasValue(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "61", "2m", "1h", "1d", "1.5", "5 s", "s", "forever", "9999999999", "٣"})
    void refusesAllOthers(String text) {
        assertThat(WaitTime.of(text)).isEmpty();
    }

    @Test
    void tellsNothingThatCouldBeMisread() {
        assertThat(WaitTime.shown("a\"b\u0000c🐟")).isEqualTo("a?b?c?");
        assertThat(WaitTime.shown("x".repeat(1000))).hasSize(20);
    }
}
