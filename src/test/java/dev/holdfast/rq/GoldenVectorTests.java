package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Job;
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
    void everyVectorIsCoveredOrNamedAsLater() {
        Set<String> names =
                GoldenVectors.all().map(GoldenVectors.Vector::name).collect(Collectors.toCollection(HashSet::new));

        assertThat(names)
                .allSatisfy(name ->
                        assertThat(GoldenCalls.covers(name)).as(name).isNotEqualTo(GoldenCalls.LATER.contains(name)));
        assertThat(names).containsAll(GoldenCalls.LATER);
    }

    @Test
    void coversFortyThreeVectorsOfEveryVersionInBothSerializers() {
        assertThat(GoldenVectors.all().filter(vector -> GoldenCalls.covers(vector.name())))
                .hasSize(43 * GoldenVectors.VERSIONS.size() * Serializer.values().length);
    }

    private static void compare(GoldenVectors.Vector vector) {
        List<Job> jobs = GoldenCalls.jobs(vector);
        Map<String, Job> lastById = new TreeMap<>();
        jobs.forEach(job -> lastById.put(RqKeys.job(job.id()), job));

        assertThat(lastById.keySet()).containsExactlyInAnyOrderElementsOf(vector.keysOfType("hash"));
        lastById.forEach((key, job) -> {
            assertThat(ours(vector, key, job)).as(key).isEqualTo(theirs(vector, key));
            compareExpiry(vector, key, job.ttl());
            assertThat(PoisonCheck.complaints(job.id().value(), Decoded.fields(job.hash())))
                    .isEmpty();
        });
        assertThat(order(jobs)).isEqualTo(queued(vector));
    }

    private static void compareExpiry(GoldenVectors.Vector vector, String key, @Nullable Duration ttl) {
        assertThat(vector.ttl(key)).isEqualTo(ttl == null ? -1 : ttl.toSeconds());
    }

    /** The ids of the queue's list, if each job were pushed where it asks to be. */
    private static List<String> order(List<Job> jobs) {
        List<String> ids = new ArrayList<>();
        jobs.forEach(job -> ids.add(job.atFront() ? 0 : ids.size(), job.id().value()));
        return ids;
    }

    private static List<String> queued(GoldenVectors.Vector vector) {
        String key = vector.keysOfType("list").get(0);
        List<String> ids = new ArrayList<>();
        vector.value(key).forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private static Map<String, @Nullable Object> ours(GoldenVectors.Vector vector, String key, Job job) {
        Map<String, byte[]> hash = new TreeMap<>(Decoded.fields(job.hash()));
        Set<String> theirs = vector.hash(key).keySet();
        hash.keySet()
                .removeIf(field -> OURS.contains(field)
                        || (NEWER.contains(field)
                                && !theirs.contains(field)
                                && Objects.requireNonNull(hash.get(field)).length == 0));
        return comparable(vector, hash);
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
