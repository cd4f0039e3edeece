package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One attempt, against receivers of every kind. */
class WebhookClientTests {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.987Z");
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final Letter LETTER = new Letter("evt-1", NOON, "{\"text\":\"Wartung — „bald“\"}");

    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1);
    private final InMemoryDnsResolver names = new InMemoryDnsResolver();
    private final Receiver receiver = new Receiver();
    /** Far longer than a slow machine needs. */
    private Duration limit = Duration.ofSeconds(20);

    @AfterEach
    void end() {
        receiver.close();
        alarms.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        receiver.then(Receiver.answers(status, "Location: http://127.0.0.1:" + receiver.port() + "/elsewhere"));

        assertThat(failure().reason()).isEqualTo("status_" + status);
        assertThat(receiver.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 408, 425, 429, 500, 502, 503, 504})
    void takesNothingButSuccessForSuccess(int status) {
        receiver.then(Receiver.answers(status));

        NotDelivered failure = failure();

        assertThat(failure.reason()).isEqualTo("status_" + status);
        assertThat(failure.isFinal()).isFalse();
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void knowsWhenAReceiverWantsNothingMore() {
        receiver.then(Receiver.answers(410));

        assertThat(failure().isFinal()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | PT2M",
                "Tue, 24 Nov 2026 12:30:00 GMT | PT29M59.013S",
                "soon |",
                "-5 |",
                "1e3 |",
                "99999999999999 |",
                "'' |"
            })
    void hearsWhenToComeBack(String header, Duration wait) {
        receiver.then(Receiver.answers(503, "Retry-After: " + header));

        assertThat(failure().retryAfter()).isEqualTo(Optional.ofNullable(wait));
    }

    @Test
    void leavesOneThatHangs() {
        limit = Duration.ofMillis(300);
        receiver.then(Receiver.hangs());

        assertThat(failure().reason()).isEqualTo("timeout");
    }

    @Test
    void leavesOneThatAnswersSlowlyForEver() {
        limit = Duration.ofMillis(300);
        receiver.then(Receiver.answersSlowlyForEver());

        assertThat(failure().reason()).isEqualTo("timeout");
    }

    @Test
    void doesNotListenToWhatFollowsTheHeader() {
        receiver.then(Receiver.talksForEver(200), Receiver.talksForEver(500));

        post(receiver.webhook());

        assertThat(failure().reason()).isEqualTo("status_500");
    }

    @Test
    void repeatsNothingWhenTheConnectionIsClosedEarly() {
        receiver.then(Receiver.closesEarly());

        assertThat(failure().reason()).isEqualTo("connection_lost");
        assertThat(receiver.connections()).isOne();
    }

    @Test
    void saysThatNobodyListens() {
        receiver.close();

        assertThat(failure().reason()).isEqualTo("connection_refused");
    }

    @Test
    void saysThatTheNameIsUnknown() {
        assertThat(failure(receiver.webhook("nowhere.example"), checked(true, false))
                        .reason())
                .isEqualTo("unknown_host");
    }

    @Test
    void saysThatThereIsNoTls() {
        limit = Duration.ofMillis(300);
        Webhook encrypted = Webhook.parse(1, "https://127.0.0.1:" + receiver.port() + "/", true);

        assertThat(failure(encrypted, checked(true, true)).reason()).isIn("tls", "connection_lost", "timeout");
        assertThat(receiver.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.0.0.7", "169.254.169.254", "fd00::1"})
    void doesNotConnectToWhatANameHidesUnlessAllowed(String address) throws UnknownHostException {
        names.add("hooks.example", InetAddress.getByName(address));

        assertThat(failure(receiver.webhook("hooks.example"), checked(false, true))
                        .reason())
                .isEqualTo("address_refused");
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void refusesANameThatLeadsBothOutAndIn() throws UnknownHostException {
        names.add("hooks.example", InetAddress.getByName("93.184.216.34"), InetAddress.getLoopbackAddress());

        assertThat(failure(receiver.webhook("hooks.example"), checked(false, true))
                        .reason())
                .isEqualTo("address_refused");
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void sendsNothingInTheClearOutOfTheOwnNetwork() throws UnknownHostException {
        names.add("hooks.example", InetAddress.getByName("93.184.216.34"));

        assertThat(failure(receiver.webhook("hooks.example"), checked(true, false))
                        .reason())
                .isEqualTo("address_refused");
    }

    @Test
    void connectsToTheVeryAddressThatWasChecked() throws UnknownHostException {
        Deque<InetAddress> answers =
                new ArrayDeque<>(List.of(InetAddress.getLoopbackAddress(), InetAddress.getByName("93.184.216.34")));
        DnsResolver rebinding = new ChangingName(answers);

        post(receiver.webhook("hooks.example"), new CheckedAddresses(rebinding, true, false));

        assertThat(receiver.received()).hasSize(1);
        assertThat(answers)
                .as("what would have been the answer to a second question")
                .hasSize(1);
    }

    @Test
    void usesNoProxyOfTheJvm() {
        String before = System.setProperty("http.proxyHost", "192.0.2.1");
        try {
            post(receiver.webhook());
        } finally {
            if (before == null) {
                System.clearProperty("http.proxyHost");
            } else {
                System.setProperty("http.proxyHost", before);
            }
        }

        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void keepsNoCookieAndNoConnection() {
        receiver.then(Receiver.answers(200, "Set-Cookie: a=b"));
        try (WebhookClient client = client(receiver.webhook(), checked(true, false))) {
            client.post(LETTER, NOON);
            client.post(LETTER, NOON);
        }

        assertThat(receiver.received()).hasSize(2);
        assertThat(receiver.received().get(1).headers()).doesNotContainKey("cookie");
        assertThat(receiver.connections()).isEqualTo(2);
    }

    @Test
    void isBelievedByALibraryOfTheStandard() throws Exception {
        Instant now = Instant.now();
        try (WebhookClient client = client(receiver.webhook(), checked(true, false))) {
            client.post(LETTER, now);
        }

        Receiver.Received request = receiver.received().get(0);
        assertThat(request.line()).isEqualTo("POST /services/T0/secret?token=secret HTTP/1.1");
        assertThat(request.header("webhook-id")).isEqualTo("evt-1");
        assertThat(request.header("webhook-timestamp")).isEqualTo(Long.toString(now.getEpochSecond()));
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.body()).isEqualTo(LETTER.body());
        verify(request, request.body());
        assertThat(catchThrowableOfType(
                        WebhookVerificationException.class, () -> verify(request, request.body() + " ")))
                .isNotNull();
    }

    private static void verify(Receiver.Received request, String body) throws Exception {
        new com.standardwebhooks.Webhook(SECRET)
                .verify(
                        body,
                        Map.of(
                                "webhook-id", List.of(request.header("webhook-id")),
                                "webhook-timestamp", List.of(request.header("webhook-timestamp")),
                                "webhook-signature", List.of(request.header("webhook-signature"))));
    }

    @Test
    void endsWhatIsUnderWayWhenItIsClosed() throws InterruptedException {
        receiver.then(Receiver.hangs());
        WebhookClient client = client(receiver.webhook(), checked(true, false));
        AtomicReference<NotDelivered> failure = new AtomicReference<>();
        Thread attempt = new Thread(
                () -> failure.set(catchThrowableOfType(NotDelivered.class, () -> client.post(LETTER, NOON))));
        attempt.start();
        await().until(() -> receiver.received().size() == 1);

        client.close();

        attempt.join(10_000);
        assertThat(failure).hasValueSatisfying(lost -> assertThat(lost.reason()).isEqualTo("connection_lost"));
    }

    private NotDelivered failure() {
        return failure(receiver.webhook(), checked(true, false));
    }

    private NotDelivered failure(Webhook webhook, DnsResolver addresses) {
        NotDelivered failure = catchThrowableOfType(NotDelivered.class, () -> post(webhook, addresses));
        assertThat(failure).isNotNull();
        assertThat(failure.toString()).doesNotContain("secret", "example", "127.0.0.1");
        return failure;
    }

    private void post(Webhook webhook) {
        post(webhook, checked(true, false));
    }

    private void post(Webhook webhook, DnsResolver addresses) {
        try (WebhookClient client = client(webhook, addresses)) {
            client.post(LETTER, NOON);
        }
    }

    private WebhookClient client(Webhook webhook, DnsResolver addresses) {
        return new WebhookClient(webhook, SigningKey.parse(SECRET), addresses, limit, limit, alarms);
    }

    private CheckedAddresses checked(boolean allowPrivate, boolean encrypted) {
        return new CheckedAddresses(new Literals(names), allowPrivate, encrypted);
    }
}
