package dev.holdfast;

import dev.holdfast.link.RedisUrls;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The nodes' addresses as an operator sets them; without any the service starts an embedded pair.
 *
 * @param primaryUrl {@code HOLDFAST_REDIS_PRIMARY_URL}; blank for none
 * @param standbyUrl {@code HOLDFAST_REDIS_STANDBY_URL}; blank for none
 */
@ConfigurationProperties("holdfast.redis")
record RedisAddresses(
        @DefaultValue("") String primaryUrl,
        @DefaultValue("") String standbyUrl) {

    RedisUrls toUrls() {
        return RedisUrls.parse(primaryUrl, standbyUrl);
    }

    /** A URL may hold a password. */
    @Override
    public String toString() {
        return "RedisAddresses";
    }
}
