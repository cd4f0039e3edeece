package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Job;
import dev.holdfast.job.Start;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holdfast's hashes against those that seven RQ versions wrote. */
class GoldenVectorTests {

    /** Ours in addition: RQ keeps fields that it does not know. */
    private static final Set<String> OURS = Set.of(RqKeys.FINGERPRINT_FIELD);

    /** Written always, and empty, from RQ 1.15 and 2.0 on; older versions ignore them. */
    private static final Set<String> NEWER = Set.of(RqFields.STOPPED_CALLBACK, RqFields.GROUP_ID);

    /** Written with every callback from RQ 1.14 on; 1.13 ignores them. */
    private static final Set<String> NEWER_TIMEOUTS = Set.of(RqFields.SUCCESS_TIMEOUT, RqFields.FAILURE_TIMEOUT);

    /** Whose parents have ended, or never were, so that the child is queued at once. */
    private static final Set<String> MET = Set.of("depends_on_finished", "depends_on_missing");

    /** Whose parent is ended by hand, as part of what is set up. */
    private static final String ENDED_BY_HAND = "depends_on_finished";

    /** RQ counts its ttl from the call on, and up to 2.7 not at all; Holdfast from the time when it is due. */
    private static final String EXPIRES_LATER = "enqueue_at_ttl";

    /** Another moment, so only the form of it is compared. */
    private static final Set<String> MOMENTS = Set.of(RqFields.CREATED_AT, RqFields.ENQUEUED_AT);

    /** Passes its arguments to RQ as a list, and pickle keeps that; Holdfast always passes a tuple. */
    private static final String LIST_OF_ARGUMENTS = "explicit_args_list";

    @TestFactory
    Stream<DynamicTest> leavesWhatRqLeaves() {
        return GoldenVectors.all()
                .filter(vector -> GoldenCalls.covers(vector.name()))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> compare(vector)));
    }

    @Test
    void everyVectorIsCoveredOrNamedAsNotOffered() {
        Set<String> names =
                GoldenVectors.all().map(GoldenVectors.Vector::name).collect(Collectors.toCollection(HashSet::new));

        assertThat(names)
                .allSatisfy(name -> assertThat(GoldenCalls.covers(name))
                        .as(name)
                        .isNotEqualTo(GoldenCalls.NOT_OFFERED.contains(name)));
        assertThat(names).containsAll(GoldenCalls.NOT_OFFERED);
    }

    @Test
    void coversEveryVectorOfWhatIsOffered() {
        assertThat(GoldenVectors.all().filter(vector -> GoldenCalls.covers(vector.name())))
                .hasSize(896);
    }

    private static void compare(GoldenVectors.Vector vector) {
        List<Job> jobs = GoldenCalls.jobs(vector);
        Map<String, Job> lastById = new TreeMap<>();
        jobs.forEach(job -> lastById.put(RqKeys.job(job.id()), job));

        assertThat(lastById.keySet()).containsExactlyInAnyOrderElementsOf(vector.keysOfType("hash"));
        lastById.forEach((key, job) -> {
            assertThat(ours(vector, key, job)).as(key).isEqualTo(theirs(vector, key));
            if (!vector.name().equals(EXPIRES_LATER)) {
                compareExpiry(vector, key, job.ttl());
            }
            assertThat(PoisonCheck.complaints(job.id().value(), Decoded.fields(job.hash())))
                    .isEmpty();
        });
        assertThat(order(vector, jobs)).isEqualTo(queued(vector));
    }

    private static void compareExpiry(GoldenVectors.Vector vector, String key, @Nullable Duration ttl) {
        assertThat(vector.ttl(key)).isEqualTo(ttl == null ? -1 : ttl.toSeconds());
    }

    /** The ids of every queue's list, if each job were pushed where it asks to be. */
    private static Map<String, List<String>> order(GoldenVectors.Vector vector, List<Job> jobs) {
        Map<String, List<String>> queues = new TreeMap<>();
        jobs.stream().filter(job -> state(vector, job).equals("queued")).forEach(job -> {
            List<String> ids = queues.computeIfAbsent(RqKeys.queue(job.queue()), key -> new ArrayList<>());
            ids.add(job.atFront() ? 0 : ids.size(), job.id().value());
        });
        return queues;
    }

    private static Map<String, List<String>> queued(GoldenVectors.Vector vector) {
        Map<String, List<String>> queues = new TreeMap<>();
        for (String key : vector.keysOfType("list")) {
            List<String> ids = queues.computeIfAbsent(key, name -> new ArrayList<>());
            vector.value(key).forEach(id -> ids.add(id.asText()));
        }
        return queues;
    }

    /** In which a node puts this job, or in which the vector's own preparations leave it. */
    private static String state(GoldenVectors.Vector vector, Job job) {
        Start start = job.terms().start();
        if (start instanceof Start.At) {
            return "scheduled";
        } else if (start instanceof Start.After) {
            return MET.contains(vector.name()) ? "queued" : "deferred";
        }
        return vector.name().equals(ENDED_BY_HAND) ? "finished" : "queued";
    }

    private static Map<String, @Nullable Object> ours(GoldenVectors.Vector vector, String key, Job job) {
        Map<String, byte[]> hash = new TreeMap<>(Decoded.fields(job.hash()));
        Set<String> theirs = vector.hash(key).keySet();
        hash.keySet().removeIf(field -> OURS.contains(field) || (isNewer(field, hash) && !theirs.contains(field)));
        // The encoder writes a queued job; the node makes of it what it becomes.
        String state = state(vector, job);
        hash.put(RqFields.STATUS, state.getBytes(StandardCharsets.US_ASCII));
        if (state.equals("scheduled") || state.equals("deferred")) {
            hash.remove(RqFields.ENQUEUED_AT);
        }
        return comparable(vector, hash);
    }

    private static boolean isNewer(String field, Map<String, byte[]> hash) {
        return NEWER_TIMEOUTS.contains(field)
                || (NEWER.contains(field) && Objects.requireNonNull(hash.get(field)).length == 0);
    }

    private static Map<String, @Nullable Object> theirs(GoldenVectors.Vector vector, String key) {
        return comparable(vector, vector.hash(key));
    }

    private static Map<String, @Nullable Object> comparable(GoldenVectors.Vector vector, Map<String, byte[]> hash) {
        Map<String, @Nullable Object> comparable = new TreeMap<>();
        hash.forEach((field, value) -> comparable.put(field, comparable(vector, field, value)));
        return comparable;
    }

    private static @Nullable Object comparable(GoldenVectors.Vector vector, String field, byte[] value) {
        boolean json = vector.serializer() == Serializer.JSON;
        if (field.equals(RqFields.DATA)) {
            byte[] payload = Decoded.inflate(value);
            return json ? new String(payload, StandardCharsets.UTF_8) : unpickled(vector, payload);
        } else if (field.equals(RqFields.META) && !json) {
            return Decoded.pickle(value);
        }
        String text = new String(value, StandardCharsets.UTF_8);
        return MOMENTS.contains(field) ? text.replaceAll("[0-9]", "0") : text;
    }

    private static @Nullable Object unpickled(GoldenVectors.Vector vector, byte[] payload) {
        Object decoded = Decoded.pickle(payload);
        if (vector.name().equals(LIST_OF_ARGUMENTS)
                && decoded instanceof Decoded.Tuple call
                && call.elements().get(2) instanceof List<?> args) {
            return new Decoded.Tuple(Arrays.asList(
                    call.elements().get(0),
                    call.elements().get(1),
                    new Decoded.Tuple(new ArrayList<>(args)),
                    call.elements().get(3)));
        }
        return decoded;
    }
}
