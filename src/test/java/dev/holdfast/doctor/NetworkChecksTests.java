package dev.holdfast.doctor;

import static dev.holdfast.doctor.Readings.judge;
import static dev.holdfast.doctor.Readings.saying;
import static dev.holdfast.doctor.Verdict.OK;
import static dev.holdfast.doctor.Verdict.PROBLEM;
import static dev.holdfast.doctor.Verdict.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.Port;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A Redis that cannot be reached, or does not let us in, or has no room for us. */
@Tag("redis")
class NetworkChecksTests {

    // The look at the port may be counted still when the login has come.
    private static final String NEARLY_FULL = "1[67] of 20 clients.*";

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer("requirepass secret");

    @Test
    void oneThatLetsUsInIsWell() {
        Examination examination = Examination.of(url(":secret@"));

        assertThat(examination.report().findings())
                .filteredOn(finding -> finding.group() == Group.NETWORK)
                .extracting(finding -> finding.judgement().verdict())
                .containsOnly(OK);
    }

    @Test
    void leavesNothingButAProbeThatExpires() {
        Examination.of(url(":secret@"));

        assertThat(REDIS.commands().keys("*")).allSatisfy(key -> {
            assertThat(key).startsWith("holdfast:probe:doctor:").doesNotContain(":none");
            // Of earlier tests; one may be gone by now, and none stays.
            assertThat(REDIS.commands().ttl(key)).isNotEqualTo(-1).isLessThanOrEqualTo(60);
        });
    }

    @Test
    void aWrongPasswordIsSaidAndNothingElseIsGuessed() {
        Examination examination = Examination.of(url(":wrong@"));

        assertThat(examination.verdict("network-port")).isEqualTo(OK);
        assertThat(examination.said("network-login"))
                .returns(PROBLEM, Judgement::verdict)
                .returns("noauth", Judgement::evidence);
        assertThat(examination.said("memory-limit")).isEqualTo(Judgement.couldNotSee("the login failed"));
    }

    @Test
    void noPasswordIsTheSame() {
        assertThat(Examination.of(url("")).said("network-login").evidence()).isEqualTo("noauth");
    }

    @Test
    void aRefusalThatLettuceForgotIsHeardOnceMore() {
        RedisUrl url = RedisUrl.parse("test", url(""));
        LettuceConnectionFactory connections =
                (LettuceConnectionFactory) TestLinks.links().connectionFactory(url);
        connections.setShareNativeConnection(false);
        Visit visit = new Visit(
                Node.PRIMARY,
                url,
                forgettingTheFirst(connections),
                List.of(),
                new Reach(System::nanoTime),
                new Tls(new DefaultSslBundleRegistry(), InstantSource.system()),
                TestGuards.guard(),
                System::nanoTime);

        visit.run();

        connections.destroy();
        assertThat(visit.soFar().see(Part.LOGIN).get().obstacle()).contains(Reason.NOAUTH);
    }

    /** What Lettuce makes of a refusal when the thread that connects is held up. */
    private static RedisConnectionFactory forgettingTheFirst(RedisConnectionFactory connections) {
        AtomicBoolean forgotten = new AtomicBoolean();
        RedisConnection connection = connections.getConnection();
        return standIn(
                RedisConnectionFactory.class,
                (itself, opening, none) -> standIn(RedisConnection.class, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException refused) {
                        throw forgotten.getAndSet(true)
                                ? refused.getCause()
                                : new RedisConnectionFailureException(
                                        "Unable to connect to Redis",
                                        new IllegalStateException("RedisHandshakeHandler not registered"));
                    }
                }));
    }

    private static <T> T standIn(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void aDatabaseThatDoesNotExistIsSaid() {
        assertThat(Examination.of(url(":secret@") + "/99").said("network-login"))
                .returns(PROBLEM, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .contains("no database of the URL's number");
    }

    @Test
    void aPortAtWhichNobodyListensIsSaid() {
        try (Port port = new Port()) {
            Examination examination = Examination.of("redis://127.0.0.1:" + port.number());

            assertThat(examination.said("network-port").evidence()).startsWith("connection_refused");
            assertThat(examination.report().verdict()).isEqualTo(PROBLEM);
            assertThat(examination.said("network-login")).isEqualTo(Judgement.couldNotSee("its port does not answer"));
        }
    }

    @Test
    void aNameThatNobodyKnowsIsSaid() {
        Examination examination = Examination.of("redis://no-such-host.invalid");

        assertThat(examination.verdict("network-name")).isEqualTo(PROBLEM);
        assertThat(examination.said("network-port")).isEqualTo(Judgement.couldNotSee("its name does not resolve"));
        assertThat(examination.report().findings())
                .allSatisfy(
                        finding -> assertThat(finding.judgement().evidence()).doesNotContain("no-such-host"));
    }

    @Test
    void aWebServerIsNoRedis() throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.start();
        try {
            Examination examination =
                    Examination.of("redis://127.0.0.1:" + web.getAddress().getPort());

            assertThat(examination.verdict("network-port")).isEqualTo(OK);
            assertThat(examination.verdict("network-login")).isEqualTo(PROBLEM);
        } finally {
            web.stop(0);
        }
    }

    @Test
    void oneThatHangsIsSaidInTime() {
        try (RedisServer other = new RedisServer().start()) {
            other.freeze();

            Examination examination = Examination.asLongAsItTakes(other.url());

            assertThat(examination.said("network-login"))
                    .returns(PROBLEM, Judgement::verdict)
                    .returns("no_reply", Judgement::evidence);
            assertThat(examination.report().took()).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void countsTheClientsThatItHasRoomFor() {
        try (RedisServer small = new RedisServer("maxclients 20").start()) {
            RedisClient clients = RedisClient.create(small.url());
            try {
                open(clients, small, 1, 15);
                assertThat(Examination.of(small.url()).said("network-clients"))
                        .returns(WARNING, Judgement::verdict)
                        .extracting(Judgement::evidence)
                        .asString()
                        .matches(NEARLY_FULL);

                open(clients, small, 15, 18);
                assertThat(Examination.of(small.url()).verdict("network-clients"))
                        .isEqualTo(PROBLEM);

                open(clients, small, 18, 20);
                assertThat(Examination.of(small.url()).said("network-login").evidence())
                        .isEqualTo("unreachable: it has as many clients as it may have");
            } finally {
                clients.shutdown();
            }
            awaitClients(small, 1);
            assertThat(Examination.of(small.url()).verdict("network-rejections"))
                    .isEqualTo(WARNING);
        }
    }

    /** Opens connections until there are so many, that of the test included. */
    private static void open(RedisClient clients, RedisServer server, int before, int count) {
        awaitClients(server, before);
        for (int i = before; i < count; i++) {
            clients.connect();
        }
    }

    /** Those of the last run are closed behind its back. */
    private static void awaitClients(RedisServer server, int count) {
        await().until(() -> server.commands().info("clients").contains("connected_clients:" + count + "\r"));
    }

    @Test
    void slowAnswersAndLostOnesAreSaid() {
        assertThat(judge("network-round-trip", probes(0, 120, 120, 120)).verdict())
                .isEqualTo(PROBLEM);
        assertThat(judge("network-round-trip", probes(0, 1, 1, 130)).verdict()).isEqualTo(WARNING);
        assertThat(judge("network-round-trip", probes(1, 1, 1, 1)).verdict()).isEqualTo(WARNING);
        assertThat(judge("network-round-trip", probes(3)).verdict()).isEqualTo(PROBLEM);
        assertThat(judge("network-round-trip", probes(0, 1, 2, 3)).evidence())
                .isEqualTo("3 probes: median 2.00 ms, 99 % within 3.00 ms, longest 3.00 ms, lost 0");
    }

    @Test
    void clientsThatReadTooSlowlyAreSaid() {
        NodeReading node = saying(Map.of("client_recent_max_output_buffer", "900000"));
        NodeReading bounded = node.with(
                Part.CONFIG,
                Seen.of(Map.of("client-output-buffer-limit", "normal 1000000 0 0 slave 0 0 0 pubsub 0 0 0")));

        assertThat(judge("network-buffers", node).verdict()).isEqualTo(OK);
        assertThat(judge("network-buffers", bounded).verdict()).isEqualTo(WARNING);
        assertThat(judge("network-buffers", saying(Map.of("client_recent_max_output_buffer", "99000000")))
                        .verdict())
                .isEqualTo(WARNING);
    }

    private static NodeReading probes(int lost, int... millis) {
        List<Duration> took = IntStream.of(millis).mapToObj(Duration::ofMillis).toList();
        return saying(Map.of()).with(Part.ROUND_TRIPS, Seen.of(new RoundTrips(took, lost)));
    }

    private static String url(String login) {
        return "redis://" + login + "127.0.0.1:" + REDIS.port();
    }
}
