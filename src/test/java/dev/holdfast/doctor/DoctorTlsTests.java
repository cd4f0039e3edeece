package dev.holdfast.doctor;

import static dev.holdfast.doctor.Verdict.COULD_NOT_SEE;
import static dev.holdfast.doctor.Verdict.OK;
import static dev.holdfast.doctor.Verdict.PROBLEM;
import static dev.holdfast.doctor.Verdict.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.link.RedisUrls;
import dev.holdfast.testing.RedisServer;
import dev.holdfast.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Certificates that are good, expire soon, have expired, or are not to be trusted. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class DoctorTlsTests {

    @TempDir
    private Path files;

    @Test
    void aCertificateForYearsIsWell() {
        TestCertificate good = TestCertificate.make(files, "good", "ip:127.0.0.1", "-validity 400");

        Examination examination = examine(good, good);

        assertThat(examination.said("network-tls"))
                .returns(OK, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .startsWith("the certificate is trusted; it expires in 399 days");
        assertThat(examination.verdict("network-login")).isEqualTo(OK);
    }

    @Test
    void oneThatExpiresSoonIsAWarning() {
        TestCertificate soon = TestCertificate.make(files, "soon", "ip:127.0.0.1", "-validity 29");

        assertThat(examine(soon, soon).verdict("network-tls")).isEqualTo(WARNING);
    }

    @Test
    void oneThatHasExpiredIsAProblem() {
        TestCertificate old = TestCertificate.make(files, "old", "ip:127.0.0.1", "-startdate -30d -validity 20");

        assertThat(examine(old, old).said("network-tls"))
                .returns(PROBLEM, Judgement::verdict)
                .returns("the certificate has expired; it expired 10 days ago", Judgement::evidence);
    }

    @Test
    void oneThatNobodyVouchesForIsAProblemAndItsExpiryIsToldAllTheSame() {
        TestCertificate mine = TestCertificate.make(files, "mine", "ip:127.0.0.1", "-validity 400");
        TestCertificate other = TestCertificate.make(files, "other", "ip:127.0.0.1", "-validity 400");

        Examination examination = examine(mine, other);

        assertThat(examination.said("network-tls"))
                .returns(PROBLEM, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .startsWith("nobody who is trusted vouches for the certificate; it expires in 399 days");
        assertThat(examination.verdict("network-login")).isEqualTo(PROBLEM);
        assertThat(examination.verdict("server-role")).isEqualTo(COULD_NOT_SEE);
    }

    @Test
    void oneForAnotherHostIsAProblem() {
        TestCertificate elsewhere = TestCertificate.make(files, "elsewhere", "dns:elsewhere.example", "-validity 400");

        assertThat(examine(elsewhere, elsewhere).said("network-tls").evidence())
                .startsWith("the certificate is for another host")
                .doesNotContain("127.0.0.1");
    }

    @Test
    void aPortWithoutTlsIsAProblem() {
        try (RedisServer plain = new RedisServer().start()) {
            Examination examination = Examination.of("rediss://127.0.0.1:" + plain.port());

            assertThat(examination.said("network-tls"))
                    .returns(PROBLEM, Judgement::verdict)
                    .extracting(Judgement::evidence)
                    .asString()
                    .endsWith("; no certificate was shown");
        }
    }

    private static Examination examine(TestCertificate shown, TestCertificate trusted) {
        int port = freePort();
        try (RedisServer redis = new RedisServer(
                "tls-port " + port,
                "tls-cert-file " + shown.certificate(),
                "tls-key-file " + shown.key(),
                "tls-auth-clients no")) {
            start(redis);
            DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
            bundles.registerBundle(
                    "b",
                    SslBundle.of(new PemSslStoreBundle(
                            null,
                            PemSslStoreDetails.forCertificate(
                                    trusted.certificate().toUri().toString()))));
            return Examination.of(
                    RedisUrls.parse("rediss://127.0.0.1:" + port, "").withSslBundles("b", ""), bundles);
        }
    }

    private static void start(RedisServer redis) {
        try {
            redis.start();
        } catch (IllegalStateException withoutTls) {
            Assumptions.abort("this redis-server was built without TLS");
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            throw new IllegalStateException(taken);
        }
    }
}
