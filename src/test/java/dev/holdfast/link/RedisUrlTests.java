package dev.holdfast.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTests {

    private static final String SENTINELS = "redis-sentinel://one,two:26380#main";

    @Test
    void readsHostPortDatabaseAndLogin() {
        RedisUrl url = parse("redis://app:p%40ss+word@Redis.example:6380/3");

        assertThat(url).isEqualTo(single(false, "redis.example", 6380, 3, "app", "p@ss+word"));
    }

    @Test
    void fillsInPortAndDatabase() {
        assertThat(parse("redis://localhost")).isEqualTo(single(false, "localhost", 6379, 0, "", ""));
    }

    @Test
    void readsAPasswordWithoutAUser() {
        assertThat(parse("redis://:secret@localhost").password()).isEqualTo("secret");
    }

    @Test
    void readsATlsUrl() {
        assertThat(parse("rediss://app:secret@redis.example/1"))
                .isEqualTo(single(true, "redis.example", 6379, 1, "app", "secret"));
    }

    @Test
    void readsSentinelsWithTheLoginOfTheMaster() {
        RedisUrl url = parse("redis-sentinel://app:se%2Ccret@One:26380,two,[::1]:26381/2#main");

        assertThat(url)
                .isEqualTo(new RedisUrl(
                        false,
                        List.of(new Address("one", 26_380), new Address("two", 26_379), new Address("[::1]", 26_381)),
                        Optional.of("main"),
                        2,
                        "app",
                        "se,cret",
                        Optional.empty(),
                        ""));
    }

    @Test
    void readsSentinelsBehindTls() {
        assertThat(parse("rediss-sentinel://one#main").tls()).isTrue();
        assertThat(parse("rediss-sentinel://one#main").master()).contains("main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_redis", "redis-1.example", "127.0.0.1", "[::1]"})
    void takesHostsAsPeopleNameThem(String host) {
        assertThat(parse("redis://" + host + ":7000").addresses()).containsExactly(new Address(host, 7000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://app:secret@localhost",
                "rediss://app:secret@localhost",
                "redis-sentinel://app:secret@one,two#main",
                "rediss-sentinel://:secret@one#main"
            })
    void showsNeitherUserNorPassword(String text) {
        assertThat(parse(text).toString()).doesNotContain("app", "secret");
    }

    @Test
    void writesItselfAsItWasMeant() {
        assertThat(parse("redis://app:secret@localhost:6380/3")).hasToString("redis://localhost:6380/3");
        assertThat(parse("rediss://localhost")).hasToString("rediss://localhost:6379");
        assertThat(parse("redis-sentinel://:secret@one:1,two/3#main"))
                .hasToString("redis-sentinel://one:1,two:26379/3#main");
    }

    @Test
    void showsNoPasswordOfTheSentinels() {
        assertThat(parse(SENTINELS).withSentinelPassword("S", "secret"))
                .hasToString("redis-sentinel://one:26379,two:26380#main");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis://:secret@                        | X names no host
                    redis://                                | X names no host
                    redis:localhost                         | X names no host
                    redis://:secret@a b                     | X has a host that cannot be one
                    redis://:%zz%secret@localhost           | X has a % that encodes nothing: write %25
                    redis://:secret@a$b                     | X has a host that cannot be one
                    redis://:secret@host:port               | X has a host that cannot be one
                    http://:secret@localhost                | X does not begin with redis://, rediss:// or redis-sentinel://
                    localhost:6379                          | X does not begin with redis://, rediss:// or redis-sentinel://
                    redis+tls://:secret@localhost           | X does not begin with redis://, rediss:// or redis-sentinel://
                    redis://:secret@localhost:0             | X has a port outside 1 to 65535
                    redis://:secret@localhost:65536         | X has a port outside 1 to 65535
                    redis://:secret@localhost/one           | X has a path that is not the number of a database
                    redis://:secret@localhost/0?timeout=1s  | X has a query or a fragment, which mean nothing here
                    rediss://:secret@localhost/0?verify=no  | X has a query or a fragment, which mean nothing here
                    redis://:secret@localhost#main          | X has a query or a fragment, which mean nothing here
                    redis://:secret@one,two                 | X names several hosts, which only redis-sentinel:// may
                    redis://secret@localhost                | X has a user without a password: write user:password@ or :password@
                    """)
    void refusesWithoutRepeatingThePassword(String url, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(url))
                .withMessage(complaint + ": use redis://[user:password@]host[:port][/db]")
                .withMessageNotContaining("secret@");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis-sentinel://:secret@one,two        | X does not say which master the Sentinels watch
                    redis-sentinel://:secret@one,two#       | X does not say which master the Sentinels watch
                    redis-sentinel://:secret@one,two#%20    | X does not say which master the Sentinels watch
                    redis-sentinel://:secret@#main          | X names no host
                    redis-sentinel://:secret@one,#main      | X names no host
                    redis-sentinel://:secret@one,,two#main  | X names no host
                    redis-sentinel://:secret@one:0#main     | X has a port outside 1 to 65535
                    redis-sentinel://:secret@one/main       | X does not say which master the Sentinels watch
                    redis-sentinel://:secret@one/main#main  | X has a path that is not the number of a database
                    redis-sentinel://:secret@one?db=1#main  | X has a query, which means nothing here
                    redis-sentinel://secret@one#main        | X has a user without a password: write user:password@ or :password@
                    """)
    void refusesSentinelsWithoutRepeatingThePassword(String url, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(url))
                .withMessage(complaint
                        + ": use redis-sentinel://[user:password@]host[:port][,host2[:port2]][/db]#master-name")
                .withMessageNotContaining("secret@");
    }

    @Test
    void takesABundleForTlsOnly() {
        assertThat(parse("rediss://one").withSslBundle("S", " mine ").bundle())
                .contains(new SslBundleName("S", "mine"));
        assertThat(parse("redis://one").withSslBundle("S", " ").bundle()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("redis://one").withSslBundle("S", "mine"))
                .withMessage("S is 'mine', but redis://, with which the URL begins, is not encrypted:"
                        + " write rediss://, or remove the bundle");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(SENTINELS).withSslBundle("S", "mine"))
                .withMessage("S is 'mine', but redis-sentinel://, with which the URL begins, is not encrypted:"
                        + " write rediss-sentinel://, or remove the bundle");
    }

    @Test
    void takesAPasswordForSentinelsOnly() {
        assertThat(parse(SENTINELS).withSentinelPassword("S", "secret").sentinelPassword())
                .isEqualTo("secret");
        assertThat(parse("redis://one").withSentinelPassword("S", "").sentinelPassword())
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("rediss://one").withSentinelPassword("S", "secret"))
                .withMessage("S is set, but the URL begins with rediss:// and leads to no Sentinel:"
                        + " remove the password, or write redis-sentinel://");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis://localhost             | redis://app:secret@LOCALHOST:6379/0
                    redis://localhost             | rediss://localhost
                    redis-sentinel://one,two#main | redis-sentinel://:secret@three,two:26379#main
                    """)
    void refusesTheSameDatabaseTwiceWhoeverLogsIn(String primary, String standby) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisUrls.parse(primary, standby))
                .withMessage("HOLDFAST_REDIS_PRIMARY_URL and HOLDFAST_REDIS_STANDBY_URL name the same Redis database:"
                        + " use two, or leave the standby out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis://localhost             | redis://localhost/1
                    redis://localhost:26379       | redis-sentinel://localhost#main
                    redis-sentinel://one,two#main | redis-sentinel://one,two#other
                    redis-sentinel://one#main     | redis-sentinel://two#main
                    """)
    void takesTwoThatMayBeDifferent(String primary, String standby) {
        assertThat(RedisUrls.parse(primary, standby).standby()).isPresent();
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

    @Test
    void givesEachNodeItsOwnBundleAndPassword() {
        RedisUrls urls = RedisUrls.parse("rediss://one", "rediss-sentinel://two#main")
                .withSslBundles("a", "b")
                .withSentinelPasswords("", "secret");

        assertThat(urls.primary().bundle()).contains(new SslBundleName("HOLDFAST_REDIS_PRIMARY_SSL_BUNDLE", "a"));
        assertThat(urls.standby().orElseThrow().bundle())
                .contains(new SslBundleName("HOLDFAST_REDIS_STANDBY_SSL_BUNDLE", "b"));
        assertThat(urls.standby().orElseThrow().sentinelPassword()).isEqualTo("secret");
    }

    private static RedisUrl parse(String text) {
        return RedisUrl.parse("X", text);
    }

    private static RedisUrl single(boolean tls, String host, int port, int database, String user, String password) {
        return new RedisUrl(
                tls,
                List.of(new Address(host, port)),
                Optional.empty(),
                database,
                user,
                password,
                Optional.empty(),
                "");
    }
}
