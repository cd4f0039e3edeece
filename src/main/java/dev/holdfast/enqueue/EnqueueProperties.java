package dev.holdfast.enqueue;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the front desk.
 *
 * @param maxPayload the largest body; RQ jobs carry arguments, and what is larger belongs into a store
 * @param deadline how long a submission may take: long enough for both nodes in turn, short enough for a web request
 * @param atWork how many submissions are served at once: more only wait for the same few connections to Redis
 * @param waiting how many more wait for their turn, as many as are served within a fraction of the deadline
 * @param remember how long Redis remembers a job with a generated id, which only this service itself repeats
 * @param rememberClientIds how long Redis remembers a job with the client's id or key: a day, as clients may repeat
 *     theirs from a nightly run
 */
@ConfigurationProperties("holdfast.enqueue")
record EnqueueProperties(
        @DefaultValue("1MB") DataSize maxPayload,
        @DefaultValue("1500ms") Duration deadline,
        @DefaultValue("200") int atWork,
        @DefaultValue("100") int waiting,
        @DefaultValue("15m") Duration remember,
        @DefaultValue("24h") Duration rememberClientIds) {

    /** A node's memory proves that a job is new only until a minute before it fades, so it has to be longer than that. */
    private static final Duration SHORTEST_MEMORY = Duration.ofMinutes(2);

    EnqueueProperties {
        require(
                maxPayload.toBytes() >= 1024 && maxPayload.compareTo(DataSize.ofMegabytes(64)) <= 0,
                "HOLDFAST_ENQUEUE_MAX_PAYLOAD is " + maxPayload + ", must be between 1KB and 64MB");
        require(
                deadline.compareTo(Duration.ofMillis(100)) >= 0 && deadline.compareTo(Duration.ofSeconds(60)) <= 0,
                "HOLDFAST_ENQUEUE_DEADLINE is " + deadline.toMillis() + "ms, must be between 100ms and 60s");
        require(
                atWork >= 1 && atWork <= 10_000,
                "HOLDFAST_ENQUEUE_AT_WORK is " + atWork + ", must be between 1 and 10000");
        require(
                waiting >= 0 && waiting <= 10_000,
                "HOLDFAST_ENQUEUE_WAITING is " + waiting + ", must be between 0 and 10000");
        requireLongEnough("HOLDFAST_ENQUEUE_REMEMBER", remember);
        requireLongEnough("HOLDFAST_ENQUEUE_REMEMBER_CLIENT_IDS", rememberClientIds);
    }

    /** Refuses a web server with too few threads: the requests that nobody has a thread for would wait unseen. */
    void requireThreads(int threads, int batches) {
        require(
                threads > atWork + waiting + batches,
                "SERVER_TOMCAT_THREADS_MAX is " + threads + ", must be more than HOLDFAST_ENQUEUE_AT_WORK (" + atWork
                        + "), HOLDFAST_ENQUEUE_WAITING (" + waiting + ") and HOLDFAST_ENQUEUE_BATCH_AT_ONCE ("
                        + batches + ") together");
    }

    private static void requireLongEnough(String name, Duration memory) {
        require(
                memory.compareTo(SHORTEST_MEMORY) >= 0 && memory.compareTo(Duration.ofDays(365)) <= 0,
                name + " is " + memory.toSeconds() + "s, must be between 2m and 365d");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
