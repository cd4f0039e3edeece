package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.JobId;
import dev.holdfast.submission.RequestRefused;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTests {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123Z");

    private final Identities identities = new Identities(InstantSource.fixed(NOW), new Random(1));

    @Test
    void takesTheClientsId() {
        assertThat(identities.of(new JobId("mine"), null))
                .isEqualTo(new Identity(new JobId("mine"), Identity.Source.JOB_ID));
    }

    @Test
    void derivesTheSameIdFromAKeyForEver() {
        assertThat(identities.of(null, new IdempotencyKey("k")))
                .isEqualTo(new Identity(
                        new JobId("9744c38b-a0e8-51f4-872b-1c5657384ec1"), Identity.Source.IDEMPOTENCY_KEY));
    }

    @Test
    void derivesAnotherIdFromAnotherKey() {
        assertThat(identities.of(null, new IdempotencyKey("k")).id())
                .isNotEqualTo(identities.of(null, new IdempotencyKey("K")).id());
    }

    @Test
    void letsTheKeyNameTheSubmissionAndTheIdTheJob() {
        assertThat(identities.of(new JobId("mine"), new IdempotencyKey("k")))
                .isEqualTo(new Identity(
                        new JobId("mine"),
                        Identity.Source.JOB_ID_AND_KEY,
                        new JobId("9744c38b-a0e8-51f4-872b-1c5657384ec1")));
    }

    @Test
    void makesIdsThatCarryTheTimeAndGrow() {
        UUID first = generated();

        assertThat(first.version()).isEqualTo(7);
        assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
        assertThat(Stream.generate(this::generated).limit(1000))
                .extracting(UUID::toString)
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(next -> next.compareTo(first.toString()) > 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    k             | k
                    "k"           | k
                    "a\\"b\\\\c"  | a"b\\c
                    a"b           | a"b
                    a\\b          | a\\b
                    7c9e-11       | 7c9e-11
                    "a,b;c=1"     | a,b;c=1
                    """)
    void readsKeys(String header, String key) {
        assertThat(IdempotencyKey.parse(header)).isEqualTo(new IdempotencyKey(key));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255})
    void takesKeysWithinTheLimit(int length) {
        assertThat(IdempotencyKey.parse("\"" + "~".repeat(length) + "\"").value())
                .hasSize(length);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    ^^            | has 0 characters, must have 1 to 255
                    ""            | has 0 characters, must have 1 to 255
                    "             | has no closing quote
                    "k            | has no closing quote
                    "k\\"         | has no closing quote
                    "k"x          | has text behind the closing quote
                    "k";a=1       | has text behind the closing quote
                    "a", "b"      | has text behind the closing quote
                    "a\\b"        | has a backslash before something else than a quote or a backslash
                    "a\\          | has a backslash before something else than a quote or a backslash
                    a b           | has other characters than visible ASCII
                    "a b"         | has other characters than visible ASCII
                    a, b          | has other characters than visible ASCII
                    ü             | has other characters than visible ASCII
                    a\u007f       | has other characters than visible ASCII
                    "a\u0001"     | has other characters than visible ASCII
                    """)
    void refusesAKey(String header, String wrong) {
        assertThatThrownBy(() -> IdempotencyKey.parse(header))
                .isInstanceOf(RequestRefused.class)
                .hasMessage("the Idempotency-Key " + wrong);
    }

    @Test
    void refusesAKeyOverTheLimit() {
        assertThatThrownBy(() -> IdempotencyKey.parse("k".repeat(256)))
                .hasMessage("the Idempotency-Key has 256 characters, must have 1 to 255");
    }

    private UUID generated() {
        return UUID.fromString(identities.of(null, null).id().value());
    }
}
