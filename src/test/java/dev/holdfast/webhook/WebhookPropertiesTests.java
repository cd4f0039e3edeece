package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookPropertiesTests {

    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String SLACK = "https://hooks.slack.example/services/T0/B0/hush";

    @Test
    void wantsASecretOnceThereAreWebhooks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(List.of(SLACK), null, false))
                .withMessageStartingWith("HOLDFAST_INCIDENT_WEBHOOK_SECRET is not set")
                .withMessageContaining("echo \"whsec_$(openssl rand -base64 32)\"")
                .withMessageNotContaining("hush");
        assertThatIllegalArgumentException().isThrownBy(() -> properties(List.of(SLACK), " ", false));
    }

    @Test
    void wantsNothingWithoutWebhooks() {
        assertThat(properties(List.of(), null, false).receivers()).isEmpty();
        assertThat(properties(List.of("", " "), null, false).receivers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hush | does not begin with whsec_",
                "WHSEC_aHVzaGh1c2hodXNoaHVzaGh1c2hodXNo | does not begin with whsec_",
                "whsec_hush hush | is not base64",
                "whsec_ | it has 0 bytes, not 24 to 64",
                "whsec_aHVzaA== | it has 4 bytes, not 24 to 64"
            })
    void refusesASecretThatIsNoneWithoutShowingIt(String secret, String objection) {
        WebhookProperties properties = properties(List.of(SLACK), secret, false);

        assertThatIllegalArgumentException()
                .isThrownBy(properties::key)
                .withMessageStartingWith("HOLDFAST_INCIDENT_WEBHOOK_SECRET cannot be used")
                .withMessageContaining(objection)
                .withMessageNotContaining("hush hush")
                .withMessageNotContaining("aHVz");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 64})
    void takesSecretsOfTheLengthsOfTheStandard(int bytes) {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);

        assertThat(properties(List.of(SLACK), secret, false).key()).hasToString("whsec_…");
    }

    @ParameterizedTest
    @ValueSource(ints = {23, 65})
    void refusesSecretsOfOtherLengths(int bytes) {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);

        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.parse(secret));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hush | does not begin with https://",
                "ftp://files.example/hush | does not begin with https://",
                "http://hooks.example/hush | begins with http://",
                "http://127.0.0.1/hush | begins with http://",
                "https:///hush | names no host",
                "https://hooks example/hush | is no URL",
                "https://user:hush@hooks.example/ | has a user or a password in it",
                "https://hush@hooks.example/ | has a user or a password in it",
                "https://127.0.0.1/hush | leads into the own network",
                "https://[::1]/hush | leads into the own network",
                "https://[::ffff:127.0.0.1]/hush | leads into the own network",
                "https://[fe80::1%25eth9]/hush | leads into the own network",
                "https://10.0.0.1/hush | leads into the own network",
                "https://169.254.169.254/latest/hush | leads into the own network",
                "https://localhost/hush | leads into the own network",
                "https://2130706433/hush | has a number for a host",
                "https://0x7f000001/hush | has a number for a host",
                "https://127.1/hush | names no host",
                "https://999.1.1.1/hush | names no host",
                "https://0177.0.0.1/hush | has a number for a host",
                "https://127.0.0.01/hush | has a number for a host"
            })
    void refusesAUrlThatCannotBeTrustedWithoutShowingIt(String url, String objection) {
        WebhookProperties properties = properties(List.of(SLACK, url), SECRET, false);

        assertThatIllegalArgumentException()
                .isThrownBy(properties::receivers)
                .withMessageStartingWith(
                        "HOLDFAST_INCIDENT_WEBHOOKS cannot be used (its value is not shown): URL 2 " + objection)
                .withMessageNotContaining("hush")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9000/hush",
                "http://[::1]/hush",
                "https://10.0.0.1/hush",
                "http://receiver.internal/hush",
                "http://localhost:9000/hush"
            })
    void takesTheOwnNetworkWhenThatIsAllowed(String url) {
        assertThat(properties(List.of(url), SECRET, true).receivers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://2130706433/", "https://0177.0.0.1/", "https://u:p@127.0.0.1/"})
    void refusesWhatIsNoUrlAlsoThen(String url) {
        WebhookProperties properties = properties(List.of(url), SECRET, true);

        assertThatIllegalArgumentException().isThrownBy(properties::receivers);
    }

    @Test
    void refusesMoreThanTen() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(
                        IntStream.range(0, 11).mapToObj(n -> SLACK + n).toList(), SECRET, false))
                .withMessageContaining("has 11 URLs")
                .withMessageNotContaining("hush");
    }

    @Test
    void refusesLimitsThatContradictEachOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookProperties(
                        List.of(),
                        null,
                        false,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofHours(1)))
                .withMessageContaining("HOLDFAST_INCIDENT_WEBHOOK_LIMIT is 2000 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookProperties(
                        List.of(),
                        null,
                        false,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofHours(2),
                        Duration.ofHours(1)))
                .withMessageContaining("HOLDFAST_INCIDENT_WEBHOOK_RETRY_FIRST is 7200000 ms");
    }

    @Test
    void tellsNobodyTwice() {
        assertThat(properties(List.of(SLACK, SLACK), SECRET, false).receivers()).hasSize(1);
    }

    @Test
    void showsNoSecretInText() {
        WebhookProperties properties = properties(List.of(SLACK), SECRET, false);

        assertThat(properties).hasToString("WebhookProperties[webhooks=1]");
        assertThat(properties.receivers().get(0)).hasToString("1 (hooks.slack.example)");
    }

    @Test
    void keepsWhatIsForAUrlUnderANameThatTellsNothing() {
        Webhook first = Webhook.parse(1, SLACK, false);

        assertThat(first.key())
                .matches("[0-9a-f]{16}")
                .isEqualTo(Webhook.parse(7, SLACK, false).key());
        assertThat(first.key())
                .isNotEqualTo(Webhook.parse(1, SLACK + "2", false).key());
    }

    private static WebhookProperties properties(List<String> urls, @Nullable String secret, boolean allowPrivate) {
        return new WebhookProperties(
                urls,
                secret,
                allowPrivate,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofHours(1));
    }
}
