package dev.holdfast.link;

import io.lettuce.core.SslOptions;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Whom a TLS connection trusts and what it shows of itself: Spring Boot's SSL bundles, in Lettuce's terms. */
final class Certificates {

    private final SslBundles bundles;
    private final Duration handshakeLimit;

    Certificates(SslBundles bundles, Duration handshakeLimit) {
        this.bundles = bundles;
        this.handshakeLimit = handshakeLimit;
    }

    /** @throws IllegalArgumentException if the URL's bundle does not exist or cannot be read */
    SslOptions of(RedisUrl url) {
        return url.bundle().map(this::read).orElseGet(() -> limited().build());
    }

    /** Tells when the files of the URL's bundle have changed; what was connected before stays as it is. */
    void onChange(RedisUrl url, Consumer<SslOptions> changed) {
        url.bundle()
                .ifPresent(bundle ->
                        bundles.addBundleUpdateHandler(bundle.name(), renewed -> changed.accept(translated(renewed))));
    }

    private SslOptions read(SslBundleName bundle) {
        String setting = bundle.setting() + " is '" + bundle.name() + "', ";
        try {
            return translated(bundles.getBundle(bundle.name()));
        } catch (NoSuchSslBundleException unknown) {
            throw new IllegalArgumentException(
                    setting + "and there is no such SSL bundle: define spring.ssl.bundle.pem." + bundle.name()
                            + " or spring.ssl.bundle.jks." + bundle.name(),
                    unknown);
        } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException unreadable) {
            throw new IllegalArgumentException(
                    setting + "an SSL bundle that cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    private SslOptions translated(SslBundle bundle) {
        SslOptions.Builder options = limited()
                .keyManager(bundle.getManagers().getKeyManagerFactory())
                .trustManager(bundle.getManagers().getTrustManagerFactory());
        if (bundle.getOptions().getCiphers() != null) {
            options.cipherSuites(bundle.getOptions().getCiphers());
        }
        if (bundle.getOptions().getEnabledProtocols() != null) {
            options.protocols(bundle.getOptions().getEnabledProtocols());
        }
        return options.build();
    }

    private SslOptions.Builder limited() {
        return SslOptions.builder().handshakeTimeout(handshakeLimit);
    }
}
