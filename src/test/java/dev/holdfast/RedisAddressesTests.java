package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.link.RedisUrls;
import org.junit.jupiter.api.Test;

class RedisAddressesTests {

    @Test
    void takesABundleAndAPasswordWhereTheyBelong() {
        RedisUrls urls =
                new RedisAddresses("rediss://one", "a", "", "redis-sentinel://two#main", "", "secret").toUrls();

        assertThat(urls.primary().bundle()).isPresent();
        assertThat(urls.standby().orElseThrow().bundle()).isEmpty();
        assertThat(urls.standby().orElseThrow().sentinelPassword()).isEqualTo("secret");
    }

    @Test
    void refusesABundleForAnEmbeddedRedis() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedisAddresses("", "a", "", "", "", ""))
                .withMessage("HOLDFAST_REDIS_PRIMARY_SSL_BUNDLE is set and HOLDFAST_REDIS_PRIMARY_URL is not:"
                        + " set the URL, or remove the other");
    }

    @Test
    void refusesAPasswordForSentinelsThatNobodyNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedisAddresses("redis://one", "", "", "", "", "secret"))
                .withMessage("HOLDFAST_REDIS_STANDBY_SENTINEL_PASSWORD is set and HOLDFAST_REDIS_STANDBY_URL is not:"
                        + " set the URL, or remove the other");
    }

    @Test
    void refusesABundleForAConnectionThatIsNotEncrypted() {
        RedisAddresses addresses = new RedisAddresses("redis://one", "", "", "redis://two", "a", "");

        assertThatIllegalArgumentException()
                .isThrownBy(addresses::toUrls)
                .withMessageStartingWith("HOLDFAST_REDIS_STANDBY_SSL_BUNDLE is 'a', but redis://");
    }

    @Test
    void refusesAPasswordWithoutSentinels() {
        RedisAddresses addresses = new RedisAddresses("redis://one", "", "secret", "", "", "");

        assertThatIllegalArgumentException()
                .isThrownBy(addresses::toUrls)
                .withMessageStartingWith(
                        "HOLDFAST_REDIS_PRIMARY_SENTINEL_PASSWORD is set, but the URL begins with redis://")
                .withMessageNotContaining("secret");
    }

    @Test
    void showsNoSecrets() {
        assertThat(new RedisAddresses("redis://:secret@one", "", "secret", "", "", ""))
                .hasToString("RedisAddresses");
    }
}
