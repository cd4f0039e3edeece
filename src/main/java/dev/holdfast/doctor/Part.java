package dev.holdfast.doctor;

import dev.holdfast.watch.Census;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The name of something that is read of a node.
 *
 * @param <T> what reading it gives
 */
// The type is for the compiler only, which no value needs.
@SuppressWarnings("UnusedTypeParameter")
record Part<T>(String name) {

    /** The number in the URL. */
    static final Part<Integer> DATABASE = new Part<>("database");

    static final Part<Contact> NAME = new Part<>("name");
    static final Part<Contact> PORT = new Part<>("port");
    static final Part<Handshake> TLS = new Part<>("tls");
    static final Part<Contact> LOGIN = new Part<>("login");
    /** The first look at INFO. */
    static final Part<Info> EARLIER = new Part<>("earlier");
    /** INFO once more, when everything else has been read. */
    static final Part<Info> INFO = new Part<>("info");
    /** Between the two. */
    static final Part<Duration> BETWEEN = new Part<>("between");

    static final Part<Map<String, String>> CONFIG = new Part<>("config");
    static final Part<Contact> WRITE = new Part<>("write");
    static final Part<List<String>> DENIED = new Part<>("denied");
    static final Part<RoundTrips> ROUND_TRIPS = new Part<>("round-trips");
    /** How far the node's clock is ahead of this one's. */
    static final Part<Duration> CLOCK = new Part<>("clock");
    /** The value of {@code holdfast:node}; empty if there is none yet. */
    static final Part<String> DATASET = new Part<>("dataset");

    static final Part<List<SlowCommand>> SLOW = new Part<>("slow");
    static final Part<List<LatencyEvent>> LATENCY = new Part<>("latency");
    /** Bytes of swap in use by the server's process. */
    static final Part<Long> SWAP = new Part<>("swap");
    /** Whether any worker is registered in this database. */
    static final Part<Boolean> WORKERS_HERE = new Part<>("workers-here");

    static final Part<Census> CENSUS = new Part<>("census");
    static final Part<List<JobSample>> JOBS = new Part<>("jobs");

    static final Part<Proofs> PROOFS = new Part<>("proofs");
}
