package dev.holdfast.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from two answers. */
class LookupTests {

    @ParameterizedTest(name = "primary {0}, standby {1}: {2}")
    @CsvSource({
        "FOUND, FOUND, PRIMARY",
        "FOUND, REMEMBERED, PRIMARY",
        "FOUND, UNKNOWN, PRIMARY",
        "FOUND, NOT_ASKED, PRIMARY",
        "REMEMBERED, FOUND, STANDBY",
        "REMEMBERED, REMEMBERED, PRIMARY",
        "REMEMBERED, UNKNOWN, PRIMARY",
        "REMEMBERED, NOT_ASKED, PRIMARY",
        "UNKNOWN, FOUND, STANDBY",
        "UNKNOWN, REMEMBERED, STANDBY",
        "UNKNOWN, UNKNOWN, STANDBY",
        "UNKNOWN, NOT_ASKED, STANDBY",
        "NOT_ASKED, FOUND, STANDBY",
        "NOT_ASKED, REMEMBERED, PRIMARY",
        "NOT_ASKED, UNKNOWN, PRIMARY",
        "NOT_ASKED, NOT_ASKED, PRIMARY"
    })
    void oneOfTheTwoAnswersCounts(String primary, String standby, Node counts) {
        Lookup home = lookup(primary, Node.PRIMARY);
        Lookup away = lookup(standby, Node.STANDBY);

        assertThat(Lookup.joined(home, away)).isEqualTo(counts == Node.PRIMARY ? home : away);
    }

    private static Lookup lookup(String word, Node node) {
        return switch (word) {
            case "FOUND" -> new Lookup.Found(node, Map.of(), null);
            case "REMEMBERED" -> new Lookup.Remembered(node);
            case "UNKNOWN" -> new Lookup.Unknown();
            case "NOT_ASKED" -> new Lookup.NotAsked(node == Node.PRIMARY ? Reason.NO_REPLY : Reason.UNREACHABLE);
            default -> throw new IllegalArgumentException(word.toLowerCase(Locale.ROOT));
        };
    }
}
