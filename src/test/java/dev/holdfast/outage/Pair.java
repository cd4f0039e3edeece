package dev.holdfast.outage;

import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.House;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.ScriptOutputType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A primary and a standby that keep what they accept, the service in front of them, its clients and workers: all that a
 * scenario needs. Started once for a test class, which calls {@link #recover()} after each test.
 */
final class Pair implements BeforeAllCallback, AfterAllCallback {

    private static final Logger log = LoggerFactory.getLogger(Pair.class);
    private static final String[] DURABLE = {"appendonly yes", "appendfsync always"};
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CLIENTS = 8;
    /** Promises before anything fails, and after all is well again. */
    private static final int SOME = 40;

    private static final String EMPTY = """
            local dataset = redis.call('GET', 'holdfast:node')
            redis.call('FLUSHALL')
            if dataset then redis.call('SET', 'holdfast:node', dataset) end
            return 1""";

    private final RedisServer primary;
    private final RedisServer standby = new RedisServer(DURABLE);
    private final boolean proxied;
    private final List<String> settings;
    private final List<House> houses = new ArrayList<>();
    private final List<Consumer> workers = new ArrayList<>();
    private @Nullable TcpProxy primaryNetwork;
    private @Nullable TcpProxy standbyNetwork;
    private @Nullable Clients clients;

    private Pair(RedisServer primary, boolean proxied, String... settings) {
        this.primary = primary;
        this.proxied = proxied;
        // By default most of each test would be the wait for a link, and for the way home, the longer the more often
        // the primary failed.
        Map<String, String> values = new LinkedHashMap<>();
        // A setting that is given twice would be a list; the scenario's own counts.
        Stream.concat(
                        Stream.of(
                                "holdfast.guard.reconnect-longest=200ms",
                                "holdfast.failover.healthy=200ms",
                                "holdfast.failover.healthy-longest=300ms",
                                // Shorter than the patience with which the way home is awaited.
                                "holdfast.reconcile.lease=10s"),
                        Stream.of(settings))
                .forEach(setting -> values.put(setting.substring(0, setting.indexOf('=')), setting));
        this.settings = List.copyOf(values.values());
    }

    /** The service is connected directly; without settings it takes jobs home soon. */
    static Pair direct(String... settings) {
        return new Pair(new RedisServer(DURABLE), false, settings);
    }

    /** The service is connected through networks that can fail. */
    static Pair behindProxies(String... settings) {
        return new Pair(new RedisServer(DURABLE), true, settings);
    }

    /** The primary forgets everything when it ends. */
    static Pair withForgetfulPrimary(String... settings) {
        return new Pair(new RedisServer(), false, settings);
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

    /** Heals, empties and closes what a test has left. */
    void recover() {
        Clients last = clients;
        heal();
        if (last != null) {
            last.stop();
            clients = null;
        }
        workers.forEach(Consumer::close);
        workers.clear();
        while (houses.size() > 1) {
            houses.remove(houses.size() - 1).close();
        }
        awaitQuiet();
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

    House latestHouse() {
        return houses.get(houses.size() - 1);
    }

    /** A worker on this node, until the test ends. */
    void openWorkerOn(RedisServer node) {
        workers.add(new Consumer(node.port()));
    }

    /** Clients at all houses; returns once they have been promised some jobs. */
    Clients underLoad() {
        List<URI> addresses =
                houses.stream().map(house -> house.address("/enqueue")).toList();
        Clients started = new Clients(CLIENTS, addresses);
        clients = started;
        started.awaitPromises(SOME);
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
            node.commands().configSet("maxmemory", "0");
            node.commands().configSet("min-replicas-to-write", "0");
            node.commands().configSet("requirepass", "");
            node.commands().configSet("maxclients", "1000");
        }
    }

    /** Lets a fault last; what happens meanwhile is awaited otherwise. */
    static void forAWhile(Duration fault) {
        await().pollDelay(fault).atMost(fault.plus(PATIENCE)).until(() -> true);
    }

    /** Waits until the primary is active, all is well, and nothing is left on a disk or to be brought home. */
    void awaitQuiet() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> houses.stream().allMatch(Pair::isQuiet)
                        && isEverythingHome()
                        // Last: what leaves a disk for the standby has to come home as well.
                        && houses.stream().allMatch(House::hasEmptySpool)
                        && isEverythingHome());
    }

    /** A counter of the service, 0 before its first count. */
    double counted(String series) {
        return house().get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    /** Heals, lets the clients come to an end, waits until all is quiet, and compares. */
    Verdict verdict() {
        heal();
        Clients ending = Objects.requireNonNull(clients);
        awaitQuiet();
        ending.awaitPromises(SOME);
        ending.stop();
        awaitQuiet();
        return judged(() -> new Checker().counting("primary", primary).counting("standby", standby), ending.history());
    }

    /** Heals, waits until all is quiet, and compares what was promised to somebody else than the clients. */
    Verdict verdictOn(History history) {
        heal();
        awaitQuiet();
        return judged(() -> new Checker().counting("primary", primary).counting("standby", standby), history);
    }

    /** The same after a promotion, of the standby's copy of all data alone; nothing is healed, but the disk is emptied. */
    Verdict verdictOnPromoted() {
        Clients ending = Objects.requireNonNull(clients);
        ending.stop();
        await().atMost(PATIENCE).until(() -> houses.stream().allMatch(House::hasEmptySpool));
        return judged(() -> new Checker().counting("standby", standby), ending.history());
    }

    private Verdict judged(Supplier<Checker> count, History history) {
        // A job that is run while jobs are counted would be counted twice.
        workers.forEach(Consumer::close);
        Checker checker = count.get();
        workers.forEach(checker::counting);
        Verdict verdict = checker.judge(history);
        log.info("{}", verdict);
        return verdict;
    }

    private boolean isEverythingHome() {
        return standby.commands().exists("holdfast:strays", "holdfast:claims") == 0;
    }

    private static boolean isQuiet(House house) {
        return house.get("/actuator/health/redis")
                .body()
                .startsWith("{\"status\":\"UP\",\"details\":{\"active\":\"primary\"");
    }

    /** Removes all jobs; the name of the dataset stays, since a node without it counts as emptied. */
    private static void empty(RedisServer node) {
        node.commands().eval(EMPTY, ScriptOutputType.INTEGER);
    }

    private static int port(@Nullable TcpProxy network, RedisServer node) {
        return network == null ? node.port() : network.port();
    }
}
