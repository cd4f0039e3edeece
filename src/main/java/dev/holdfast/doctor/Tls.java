package dev.holdfast.doctor;

import dev.holdfast.link.Address;
import dev.holdfast.link.RedisUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Shakes hands as the link does, and keeps what was shown also when it is not to be trusted. */
final class Tls {

    private static final int MILLIS = (int) Reach.PATIENCE.toMillis();

    private final SslBundles bundles;
    private final InstantSource clock;

    Tls(SslBundles bundles, InstantSource clock) {
        this.bundles = bundles;
        this.clock = clock;
    }

    /** With the first address that answers; none does within the bounds, if none is returned. */
    Handshake with(RedisUrl url) {
        if (!url.tls()) {
            return new Handshake(false, Optional.empty(), "");
        }
        WitnessedTrust trust = new WitnessedTrust(trusted(url));
        String objection = "";
        for (Address address : url.addresses()) {
            objection = handshake(address, context(url, trust));
            if (objection.isEmpty() || trust.shown().isPresent()) {
                break;
            }
        }
        Optional<Duration> validFor =
                trust.shown().map(chain -> Duration.between(clock.instant(), firstToExpire(chain)));
        return new Handshake(true, validFor, objection);
    }

    private static String handshake(Address address, SSLContext context) {
        // The host may stand in brackets, which are the URL's.
        String host = address.host().replaceAll("[\\[\\]]", "");
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, address.port()), MILLIS);
            try (SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, host, address.port(), true)) {
                socket.setSoTimeout(MILLIS);
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return "";
            }
        } catch (IOException failed) {
            return objection(failed);
        }
    }

    private static String objection(IOException failed) {
        if (Obstacles.says(failed, "validity check failed") || Obstacles.says(failed, "NotAfter")) {
            return "the certificate has expired";
        } else if (Obstacles.says(failed, "unable to find valid certification path")
                || Obstacles.says(failed, "No trusted certificate")) {
            return "nobody who is trusted vouches for the certificate";
        } else if (Obstacles.says(failed, "subject alternative") || Obstacles.says(failed, "No name matching")) {
            return "the certificate is for another host";
        } else if (Obstacles.says(failed, "fatal alert")) {
            return "the server broke the handshake off, perhaps because it wants a certificate of ours";
        } else if (failed instanceof SocketTimeoutException || Obstacles.says(failed, "SSL message")) {
            return "the port does not speak TLS";
        }
        return "the handshake broke off";
    }

    private static Instant firstToExpire(List<X509Certificate> chain) {
        return chain.stream()
                .map(X509Certificate::getNotAfter)
                .map(Date::toInstant)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private SSLContext context(RedisUrl url, TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager @Nullable [] keys = url.bundle()
                    .map(bundle ->
                            bundles.getBundle(bundle.name()).getManagers().getKeyManagers())
                    .orElse(null);
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has TLS", impossible);
        }
    }

    private X509ExtendedTrustManager trusted(RedisUrl url) {
        TrustManager[] managers = url.bundle()
                .map(bundle -> bundles.getBundle(bundle.name()))
                .map(SslBundle::getManagers)
                .map(found -> found.getTrustManagers())
                .orElseGet(Tls::trustedByTheJdk);
        return Arrays.stream(managers)
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static TrustManager[] trustedByTheJdk() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform trusts somebody", impossible);
        }
    }
}
