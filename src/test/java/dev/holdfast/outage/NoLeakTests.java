package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.RedisServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Failures by the hundred leave nothing behind: {@code ./mvnw -Poutage test}. */
@Tag("redis")
@Tag("outage")
class NoLeakTests {

    private static final int WARM_UP = 20;
    private static final int CYCLES = 200;
    private static final long HEAP_TOLERANCE = 16 << 20;
    /** Pools of threads breathe. */
    private static final int THREAD_TOLERANCE = 8;

    @RegisterExtension
    static final Pair PAIR = Pair.behindProxies(
            "holdfast.failover.healthy=20ms",
            "holdfast.failover.healthy-longest=20ms",
            "holdfast.guard.reconnect-longest=100ms");

    private record Use(int threads, long primaryClients, long standbyClients, long heap) {}

    @Test
    void nothingGrowsOverManyFailures() {
        failAndRecover(WARM_UP);
        Use before = use();

        failAndRecover(CYCLES);

        Use after = use();
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + THREAD_TOLERANCE);
        assertThat(after.primaryClients()).isLessThanOrEqualTo(before.primaryClients());
        assertThat(after.standbyClients()).isLessThanOrEqualTo(before.standbyClients());
        assertThat(after.heap()).isLessThanOrEqualTo(before.heap() + HEAP_TOLERANCE);
    }

    private static void failAndRecover(int times) {
        for (int i = 0; i < times; i++) {
            PAIR.primaryNetwork().becomes(i % 2 == 0 ? Fault.reset() : Fault.blackHole());
            awaitJobsGoTo("standby");
            PAIR.primaryNetwork().heal();
            awaitJobsGoTo("primary");
        }
        PAIR.recover();
    }

    private static void awaitJobsGoTo(String node) {
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> PAIR.house()
                        .post("/enqueue", "{\"task\": \"tasks.outage\"}")
                        .body()
                        .contains("\"node\":\"" + node + "\""));
    }

    private static Use use() {
        System.gc();
        return new Use(
                ManagementFactory.getThreadMXBean().getThreadCount(),
                clients(PAIR.primary()),
                clients(PAIR.standby()),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private static long clients(RedisServer node) {
        return node.commands().clientList().lines().count();
    }
}
