package dev.holdfast.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceWindowTests {

    @ParameterizedTest
    @ValueSource(strings = {"Redis is being moved.", "Wartung läuft", "メンテナンス中", "back soon \uD83D\uDD27"})
    void takesAnyWritingOfTheWorld(String message) {
        assertThat(new MaintenanceWindow(null, message).message()).isEqualTo(message);
    }

    @Test
    void countsCharactersNotTheirHalves() {
        assertThat(MaintenanceWindow.objection("\uD83D\uDD27".repeat(500))).isNull();
        assertThat(MaintenanceWindow.objection("\uD83D\uDD27".repeat(501))).isEqualTo("must be at most 500 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003"})
    void refusesABlankMessage(String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaintenanceWindow(null, message))
                .withMessage("message must not be blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines",
                "two\rlines",
                "nul\u0000",
                "escape\u001b[31m",
                "delete\u007f",
                "c1\u0085",
                "line\u2028separator",
                "paragraph\u2029separator"
            })
    void refusesAMessageThatCouldForgeALogLine(String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaintenanceWindow(null, message))
                .withMessage("message must not contain control characters or broken ones");
    }

    @Test
    void refusesHalfACharacter() {
        assertThat(MaintenanceWindow.objection("half \uD83D")).isNotNull();
        assertThat(MaintenanceWindow.objection("\uDD27 half")).isNotNull();
    }
}
