package dev.holdfast;

import dev.holdfast.link.RedisUrls;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The nodes' addresses as an operator sets them; without any the service starts an embedded pair.
 *
 * @param primaryUrl {@code HOLDFAST_REDIS_PRIMARY_URL}; blank for none
 * @param primarySslBundle {@code HOLDFAST_REDIS_PRIMARY_SSL_BUNDLE}; blank for what the JDK trusts
 * @param primarySentinelPassword {@code HOLDFAST_REDIS_PRIMARY_SENTINEL_PASSWORD}; blank for Sentinels without one
 * @param standbyUrl {@code HOLDFAST_REDIS_STANDBY_URL}; blank for none
 * @param standbySslBundle the same for the standby
 * @param standbySentinelPassword the same for the standby
 */
@ConfigurationProperties("holdfast.redis")
record RedisAddresses(
        @DefaultValue("") String primaryUrl,
        @DefaultValue("") String primarySslBundle,
        @DefaultValue("") String primarySentinelPassword,
        @DefaultValue("") String standbyUrl,
        @DefaultValue("") String standbySslBundle,
        @DefaultValue("") String standbySentinelPassword) {

    RedisAddresses {
        requireUrl("PRIMARY", primaryUrl, primarySslBundle, primarySentinelPassword);
        requireUrl("STANDBY", standbyUrl, standbySslBundle, standbySentinelPassword);
    }

    RedisUrls toUrls() {
        return RedisUrls.parse(primaryUrl, standbyUrl)
                .withSslBundles(primarySslBundle, standbySslBundle)
                .withSentinelPasswords(primarySentinelPassword, standbySentinelPassword);
    }

    private static void requireUrl(String node, String url, String sslBundle, String sentinelPassword) {
        if (url.isBlank() && !(sslBundle.isBlank() && sentinelPassword.isBlank())) {
            String useless = sslBundle.isBlank() ? "_SENTINEL_PASSWORD" : "_SSL_BUNDLE";
            throw new IllegalArgumentException("HOLDFAST_REDIS_" + node + useless + " is set and HOLDFAST_REDIS_" + node
                    + "_URL is not: set the URL, or remove the other");
        }
    }

    /** URLs and passwords are secrets. */
    @Override
    public String toString() {
        return "RedisAddresses";
    }
}
