package dev.holdfast.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.testing.RedisServer;
import dev.holdfast.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** A Redis that is reached by TLS, and all that keeps it from being trusted. */
@Tag("redis")
@Tag("one-redis-is-enough")
class TlsLinkTests {

    private static TestCertificate here;
    private static TestCertificate elsewhere;
    /** Shows the certificate of this host, and asks for none. */
    private static RedisServer open;

    private static int openPort;
    /** Shows the certificate of this host to those who show that of elsewhere. */
    private static RedisServer closed;

    private static int closedPort;

    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
    private RedisLink link;

    @BeforeAll
    static void start(@TempDir Path files) throws IOException {
        here = TestCertificate.make(files, "here", "ip:127.0.0.1,dns:localhost");
        elsewhere = TestCertificate.make(files, "elsewhere", "dns:elsewhere.example");
        openPort = freePort();
        open = started(openPort, here, "tls-auth-clients no");
        closedPort = freePort();
        closed = started(closedPort, here, "tls-auth-clients yes", "tls-ca-cert-file " + elsewhere.certificate());
    }

    @AfterAll
    static void stop() {
        if (open != null) {
            open.close();
        }
        if (closed != null) {
            closed.close();
        }
    }

    @AfterEach
    void close() {
        if (link != null) {
            link.close();
        }
    }

    @Test
    void takesANodeWhoseCertificateIsInTheBundle() {
        bundles.registerBundle("b", trusting(here));

        connect(tls(openPort, "b"));

        await().until(() -> link.state().isUp());
    }

    @Test
    void springDataTakesItToo() {
        bundles.registerBundle("b", trusting(here));
        RedisConnectionFactory factory = TestLinks.links(bundles).connectionFactory(tls(openPort, "b"));

        try (RedisConnection connection = factory.getConnection()) {
            assertThat(connection.ping()).isEqualTo("PONG");
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() {
        bundles.registerBundle("b", trusting(elsewhere));

        connect(tls(openPort, "b"));

        awaitUnreachable();
    }

    @Test
    void withoutABundleTrustsWhatTheJdkTrusts() {
        connect(tls(openPort, ""));

        awaitUnreachable();
    }

    @Test
    void springDataRefusesItToo() {
        RedisConnectionFactory factory = TestLinks.links(bundles).connectionFactory(tls(openPort, ""));

        assertThatThrownBy(factory::getConnection)
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("unable to find valid certification path");
    }

    @Test
    void refusesTheCertificateOfAnotherHost() throws IOException {
        int port = freePort();
        try (RedisServer other = started(port, elsewhere, "tls-auth-clients no")) {
            bundles.registerBundle("b", trusting(elsewhere));

            connect(tls(port, "b"));

            awaitUnreachable();
            assertThat(other.isRunning()).isTrue();
        }
    }

    @Test
    void showsItsOwnCertificateToANodeThatAsks() {
        bundles.registerBundle(
                "b",
                SslBundle.of(new PemSslStoreBundle(
                        details(elsewhere).withPrivateKey(elsewhere.key().toString()), details(here))));

        connect(tls(closedPort, "b"));

        await().until(() -> link.state().isUp());
    }

    @Test
    void isRefusedByANodeThatAsksWhenItHasNoneToShow() {
        bundles.registerBundle("b", trusting(here));

        connect(tls(closedPort, "b"));

        awaitUnreachable();
    }

    @Test
    void refusesAPortThatSpeaksNoTls() {
        bundles.registerBundle("b", trusting(here));
        // It is silent for as long as it is listened to.
        LinkProperties hasty = TestLinks.properties(Duration.ofMillis(100));

        link = TestLinks.links(bundles, hasty).open(Node.PRIMARY, tls(open.port(), "b"), List.of());

        awaitDown();
    }

    @Test
    void refusesToSpeakPlainlyToATlsPort() {
        connect(RedisUrl.parse("test", "redis://127.0.0.1:" + openPort));

        awaitDown();
    }

    @Test
    void takesACertificateThatWasAddedToItsBundleLater() {
        bundles.registerBundle("b", trusting(elsewhere));
        connect(tls(openPort, "b"));
        awaitUnreachable();

        bundles.updateBundle("b", trusting(here));

        await().until(() -> link.state().isUp());
    }

    @Test
    void findsTheMasterBySentinelsThatSpeakTls() throws IOException {
        bundles.registerBundle("b", trusting(here));
        int port = freePort();
        try (RedisServer sentinel = started(
                port,
                here,
                "tls-auth-clients no",
                "tls-ca-cert-file " + here.certificate(),
                "tls-replication yes",
                "sentinel monitor main 127.0.0.1 " + openPort + " 1")) {
            assertThat(sentinel.isRunning()).isTrue();

            connect(RedisUrl.parse("test", "rediss-sentinel://127.0.0.1:" + port + "#main")
                    .withSslBundle("SETTING", "b"));

            await().until(() -> link.state().isUp());
        }
    }

    @Test
    void saysWhichBundleIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestLinks.links(bundles).connectionFactory(tls(openPort, "b")))
                .withMessage("SETTING is 'b', and there is no such SSL bundle:"
                        + " define spring.ssl.bundle.pem.b or spring.ssl.bundle.jks.b");
    }

    @Test
    void saysWhichBundleCannotBeRead() {
        bundles.registerBundle(
                "b", SslBundle.of(new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate("/nowhere.crt"))));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestLinks.links(bundles).open(Node.PRIMARY, tls(openPort, "b"), List.of()))
                .withMessageStartingWith("SETTING is 'b', an SSL bundle that cannot be used: ");
    }

    private void connect(RedisUrl url) {
        link = TestLinks.links(bundles).open(Node.PRIMARY, url, List.of());
    }

    private void awaitUnreachable() {
        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.UNREACHABLE.word()));
    }

    private void awaitDown() {
        await().untilAsserted(() -> assertThat(link.state().reason())
                .isIn(Reason.UNREACHABLE.word(), Reason.NO_REPLY.word(), Reason.CONNECTION_LOST.word()));
    }

    private static RedisUrl tls(int port, String bundle) {
        return RedisUrl.parse("test", "rediss://127.0.0.1:" + port).withSslBundle("SETTING", bundle);
    }

    private static SslBundle trusting(TestCertificate certificate) {
        return SslBundle.of(new PemSslStoreBundle(null, details(certificate)));
    }

    private static PemSslStoreDetails details(TestCertificate certificate) {
        return PemSslStoreDetails.forCertificate(certificate.certificate().toString());
    }

    /** Without TLS in the binary the test is skipped; the redis-server of a system has it. */
    private static RedisServer started(int tlsPort, TestCertificate shown, String... more) {
        String[] settings = new String[3 + more.length];
        settings[0] = "tls-port " + tlsPort;
        settings[1] = "tls-cert-file " + shown.certificate();
        settings[2] = "tls-key-file " + shown.key();
        System.arraycopy(more, 0, settings, 3, more.length);
        try {
            return new RedisServer(settings).start();
        } catch (IllegalStateException unable) {
            Assumptions.assumeFalse(
                    String.valueOf(unable.getMessage()).contains("Bad directive"), "this redis-server has no TLS");
            throw unable;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
