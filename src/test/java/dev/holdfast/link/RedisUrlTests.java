package dev.holdfast.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisUrlTests {

    @Test
    void readsHostPortDatabaseAndLogin() {
        RedisUrl url = RedisUrl.parse("X", "redis://app:p%40ss+word@Redis.example:6380/3");

        assertThat(url).isEqualTo(new RedisUrl("redis.example", 6380, 3, "app", "p@ss+word"));
    }

    @Test
    void fillsInPortAndDatabase() {
        assertThat(RedisUrl.parse("X", "redis://localhost")).isEqualTo(new RedisUrl("localhost", 6379, 0, "", ""));
    }

    @Test
    void readsAPasswordWithoutAUser() {
        assertThat(RedisUrl.parse("X", "redis://:secret@localhost").password()).isEqualTo("secret");
    }

    @Test
    void showsNeitherUserNorPassword() {
        assertThat(RedisUrl.parse("X", "redis://app:secret@localhost:6380/3")).hasToString("redis://localhost:6380/3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis://:secret@                        | X names no host
                    redis://:secret@a b                     | X is not a URL
                    http://:secret@localhost                | X does not begin with redis://
                    localhost:6379                          | X does not begin with redis://
                    rediss://:secret@localhost              | X has the scheme rediss://, which this version does not know yet
                    redis-sentinel://:secret@localhost      | X has the scheme redis-sentinel://, which this version does not know yet
                    redis://:secret@localhost:0             | X has a port outside 1 to 65535
                    redis://:secret@localhost/one           | X has a path that is not the number of a database
                    redis://:secret@localhost/0?timeout=1s  | X has a query or a fragment, which mean nothing here
                    redis://secret@localhost                | X has a user without a password: write user:password@ or :password@
                    """)
    void refusesWithoutRepeatingThePassword(String url, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisUrl.parse("X", url))
                .withMessage(complaint + ": use redis://[user:password@]host[:port][/db]")
                .withMessageNotContaining("secret@");
    }

    @Test
    void refusesTheSameDatabaseTwiceWhoeverLogsIn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisUrls.parse("redis://localhost", "redis://app:secret@LOCALHOST:6379/0"))
                .withMessage("HOLDFAST_REDIS_PRIMARY_URL and HOLDFAST_REDIS_STANDBY_URL name the same Redis database:"
                        + " use two, or leave the standby out");
    }

    @Test
    void refusesAStandbyWithoutAPrimary() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisUrls.parse(" ", "redis://localhost"))
                .withMessage("HOLDFAST_REDIS_STANDBY_URL is set and HOLDFAST_REDIS_PRIMARY_URL is not:"
                        + " a standby needs a primary");
    }

    @Test
    void allowsAPrimaryAlone() {
        assertThat(RedisUrls.parse("redis://localhost", "").standby()).isEmpty();
    }
}
