package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever may be asked for, nothing is written that harms a worker, and everything arrives as it was. */
class NoPoisonTests {

    @Property(tries = 1500)
    void writesNothingThatHarmsAWorker(
            @ForAll("calls") EnqueueCall call, @ForAll Serializer serializer, @ForAll("moments") Instant at) {
        assertThat(PoisonCheck.complaints(call.jobId().value(), encode(call, serializer, at)))
                .isEmpty();
    }

    @Property(tries = 1500)
    void everythingArrivesAsItWas(@ForAll("calls") EnqueueCall call, @ForAll Serializer serializer) {
        Map<String, byte[]> fields = encode(call, serializer, GoldenCalls.AT);

        Object payload = Decoded.read(Decoded.inflate(Objects.requireNonNull(fields.get("data"))), serializer);

        assertThat(payload).isEqualTo(expected(call, serializer));
        if (!call.meta().isEmpty()) {
            assertThat(Decoded.read(Objects.requireNonNull(fields.get("meta")), serializer))
                    .isEqualTo(Decoded.comparable(call.meta()));
        }
    }

    @Property
    void jsonIsAsciiOnly(@ForAll("trees") @Nullable Object tree) {
        assertThat(PythonJson.text(tree)).matches("[ -~]*");
    }

    @Property
    void everyFiniteDoubleReadsBack(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        Assume.that(Double.isFinite(value));

        assertThat(Double.valueOf(PythonFloat.repr(value))).isEqualTo(Double.valueOf(value));
    }

    @Property
    void everyDescriptionIsCutToSize(@ForAll("trees") @Nullable Object tree) {
        String shown = PythonRepr.call("f", Arrays.asList(tree), Map.of());

        assertThat(shown.codePointCount(0, shown.length())).isLessThanOrEqualTo("f()".length() + 75 + 3);
        assertThat(new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(shown);
    }

    @Provide
    Arbitrary<EnqueueCall> calls() {
        return AnyCall.calls();
    }

    @Provide
    Arbitrary<@Nullable Object> trees() {
        return AnyCall.trees();
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.randomValue(
                random -> Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE), random.nextInt(1_000_000_000)));
    }

    private static Map<String, byte[]> encode(EnqueueCall call, Serializer serializer, Instant at) {
        try (JobEncoder encoder = new JobEncoder(GoldenCalls.settings(serializer, Duration.ofMinutes(3)))) {
            return Decoded.fields(encoder.encode(call, GoldenCalls.FINGERPRINT, Duration.ofMinutes(15), at)
                    .hash());
        }
    }

    private static @Nullable Object expected(EnqueueCall call, Serializer serializer) {
        String task = call.task().value();
        return switch (serializer) {
            case JSON -> Decoded.comparable(Arrays.asList(task, null, call.args(), call.kwargs()));
            case PICKLE ->
                Decoded.comparable(
                        new @Nullable Object[] {task, null, call.args().toArray(), call.kwargs()});
        };
    }
}
