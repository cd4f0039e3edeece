package dev.holdfast.link;

import java.util.Optional;

/** The two nodes' addresses; the standby may be missing. */
public record RedisUrls(RedisUrl primary, Optional<RedisUrl> standby) {

    public RedisUrls {
        if (standby.isPresent() && primary.isSamePlaceAs(standby.get())) {
            throw new IllegalArgumentException(
                    "HOLDFAST_REDIS_PRIMARY_URL and HOLDFAST_REDIS_STANDBY_URL name the same Redis database:"
                            + " use two, or leave the standby out");
        }
    }

    /**
     * Reads both URLs.
     *
     * @param primary blank for none, which is a mistake
     * @param standby blank for none, which is allowed
     */
    public static RedisUrls parse(String primary, String standby) {
        if (primary.isBlank() && standby.isBlank()) {
            throw new IllegalArgumentException(
                    "HOLDFAST_REDIS_PRIMARY_URL is not set: set it to the address of the Redis that is meant");
        }
        if (primary.isBlank()) {
            throw new IllegalArgumentException(
                    "HOLDFAST_REDIS_STANDBY_URL is set and HOLDFAST_REDIS_PRIMARY_URL is not:"
                            + " a standby needs a primary");
        }
        Optional<RedisUrl> second = standby.isBlank()
                ? Optional.empty()
                : Optional.of(RedisUrl.parse("HOLDFAST_REDIS_STANDBY_URL", standby));
        return new RedisUrls(RedisUrl.parse("HOLDFAST_REDIS_PRIMARY_URL", primary), second);
    }

    /** The same with these SSL bundles; a blank name is none. */
    public RedisUrls withSslBundles(String first, String second) {
        return new RedisUrls(
                primary.withSslBundle("HOLDFAST_REDIS_PRIMARY_SSL_BUNDLE", first),
                standby.map(url -> url.withSslBundle("HOLDFAST_REDIS_STANDBY_SSL_BUNDLE", second)));
    }

    /** The same with these passwords for Sentinels; a blank one is none. */
    public RedisUrls withSentinelPasswords(String first, String second) {
        return new RedisUrls(
                primary.withSentinelPassword("HOLDFAST_REDIS_PRIMARY_SENTINEL_PASSWORD", first),
                standby.map(url -> url.withSentinelPassword("HOLDFAST_REDIS_STANDBY_SENTINEL_PASSWORD", second)));
    }
}
