package dev.holdfast.outage;

import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.House;
import dev.holdfast.testing.RedisServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A primary and a standby that keep what they accept, the service in front of them, and its clients: all that a scenario
 * needs. Started once for a test class; after each test everything is healed and emptied.
 */
final class Pair implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final Logger log = LoggerFactory.getLogger(Pair.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CLIENTS = 8;
    /** Promises before anything fails. */
    private static final int WARM = 40;

    private final RedisServer primary = durable();
    private final RedisServer standby = durable();
    private final boolean proxied;
    private final List<String> settings;
    private final List<House> houses = new ArrayList<>();
    private @Nullable TcpProxy primaryNetwork;
    private @Nullable TcpProxy standbyNetwork;
    private @Nullable Clients clients;

    private Pair(boolean proxied, String... settings) {
        this.proxied = proxied;
        // Ten seconds of health before the way home would be most of each test.
        this.settings = Stream.concat(Stream.of("holdfast.failover.healthy=500ms"), Stream.of(settings))
                .toList();
    }

    /** The service is connected directly. */
    static Pair direct(String... settings) {
        return new Pair(false, settings);
    }

    /** The service is connected through networks that can fail. */
    static Pair behindProxies(String... settings) {
        return new Pair(true, settings);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        primary.start();
        standby.start();
        if (proxied) {
            primaryNetwork = new TcpProxy(primary.port());
            standbyNetwork = new TcpProxy(standby.port());
        }
        openAnotherHouse();
        awaitQuiet();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (clients != null) {
            clients.stop();
            clients = null;
        }
        heal();
        awaitQuiet();
        while (houses.size() > 1) {
            houses.remove(houses.size() - 1).close();
        }
        empty(primary);
        empty(standby);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        houses.forEach(House::close);
        Stream.of(primaryNetwork, standbyNetwork).filter(Objects::nonNull).forEach(TcpProxy::close);
        primary.close();
        standby.close();
    }

    RedisServer primary() {
        return primary;
    }

    RedisServer standby() {
        return standby;
    }

    TcpProxy primaryNetwork() {
        return Objects.requireNonNull(primaryNetwork);
    }

    TcpProxy standbyNetwork() {
        return Objects.requireNonNull(standbyNetwork);
    }

    House house() {
        return houses.get(0);
    }

    /** One more instance of the service, until the test ends. */
    void openAnotherHouse() {
        List<String> arguments = new ArrayList<>(settings);
        arguments.add("holdfast.redis.primary-url=redis://127.0.0.1:" + port(primaryNetwork, primary));
        arguments.add("holdfast.redis.standby-url=redis://127.0.0.1:" + port(standbyNetwork, standby));
        houses.add(new House(arguments.toArray(String[]::new)));
    }

    /** Clients at all houses; returns once they have been promised some jobs. */
    Clients underLoad() {
        List<URI> addresses =
                houses.stream().map(house -> house.address("/enqueue")).toList();
        Clients started = new Clients(CLIENTS, addresses);
        clients = started;
        started.awaitPromises(WARM);
        return started;
    }

    /** Ends whatever fault there is. */
    void heal() {
        Stream.of(primaryNetwork, standbyNetwork).filter(Objects::nonNull).forEach(TcpProxy::heal);
        for (RedisServer node : List.of(primary, standby)) {
            if (node.isRunning()) {
                node.thaw();
            } else {
                node.start();
            }
        }
    }

    /** Waits until the primary is active, all is well, and nothing is left to be brought home. */
    void awaitQuiet() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> houses.stream().allMatch(Pair::isQuiet));
    }

    /** Heals, lets the clients come to an end, waits until all is quiet, and compares. */
    Verdict verdict() {
        heal();
        Clients ending = Objects.requireNonNull(clients);
        awaitQuiet();
        ending.awaitPromises(WARM);
        ending.stop();
        awaitQuiet();
        Verdict verdict = new Checker()
                .counting("primary", primary)
                .counting("standby", standby)
                .judge(ending.history());
        log.info("{}", verdict);
        return verdict;
    }

    private static boolean isQuiet(House house) {
        return house.get("/actuator/health/redis")
                .body()
                .startsWith("{\"status\":\"UP\",\"details\":{\"active\":\"primary\"");
    }

    /** Removes all jobs; the name of the dataset stays, since a node without it counts as emptied. */
    private static void empty(RedisServer node) {
        node.commands().keys("*").stream()
                .filter(key -> !key.equals("holdfast:node"))
                .forEach(key -> node.commands().del(key));
    }

    private static int port(@Nullable TcpProxy network, RedisServer node) {
        return network == null ? node.port() : network.port();
    }

    private static RedisServer durable() {
        return new RedisServer("appendonly yes", "appendfsync always");
    }
}
