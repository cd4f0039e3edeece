package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.JobId;
import dev.holdfast.submission.JsonTreeReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintsTests {

    @Test
    void staysAsItIsForEver() {
        assertThat(of("{\"task\":\"a.b\",\"args\":[1,1.5,\"ü\",null,true,{\"k\":[]},9223372036854775808]}"))
                .isEqualTo(new Fingerprint("18add6e4f26e2c07ad00162cd026bcb8"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"task":"a.b","ttl":1}         | {"ttl":1,"task":"a.b"}
                    {"a":{"x":1,"y":{"p":1,"q":2}}} | {"a":{"y":{"q":2,"p":1},"x":1}}
                    {"task":"a.b"}                 | {"task":"a.b","args":null}
                    {"task":"a.b"}                 | {"task":"a.b","job_id":"x"}
                    {"a":1}                        | { "a" : 1 }
                    {"a":"\\u0041"}                | {"a":"A"}
                    {"a":1.0}                      | {"a":1.00}
                    """)
    void areTheSame(String one, String other) {
        assertThat(of(one)).isEqualTo(of(other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"a":1}                        | {"a":"1"}
                    {"a":1}                        | {"a":1.0}
                    {"a":1}                        | {"a":true}
                    {"a":0.0}                      | {"a":-0.0}
                    {"a":[1,2]}                    | {"a":[2,1]}
                    {"a":[1,2]}                    | {"a":[[1,2]]}
                    {"a":[[1],2]}                  | {"a":[1,[2]]}
                    {"a":["ab","c"]}               | {"a":["a","bc"]}
                    {"a":["b"]}                    | {"a":{"b":null}}
                    {"a":[]}                       | {"a":{}}
                    {"a":""}                       | {"a":[]}
                    {"a":{"b":null}}               | {"a":{}}
                    {"a":"null"}                   | {}
                    {"a":[null]}                   | {"a":[]}
                    {"a":{"job_id":1}}             | {"a":{}}
                    {"args":[]}                    | {}
                    {"ttl":"60"}                   | {"ttl":"1m"}
                    {"a":9223372036854775808}      | {"a":9223372036854775809}
                    """)
    void differ(String one, String other) {
        assertThat(of(one)).isNotEqualTo(of(other));
    }

    @Test
    void coversIdAndKeyWhereBothAreSent() {
        Map<String, @Nullable Object> said = Map.of("task", "a.b", "job_id", "x");
        Fingerprint both = Fingerprints.of(said, both("x", "p"));

        assertThat(Fingerprints.of(said, both("x", "p"))).isEqualTo(both);
        assertThat(Fingerprints.of(said, both("x", "q"))).isNotEqualTo(both);
        assertThat(Fingerprints.of(said, both("y", "p"))).isNotEqualTo(both);
        assertThat(Fingerprints.of(said, new Identity(new JobId("x"), Identity.Source.JOB_ID)))
                .isNotEqualTo(both)
                .isEqualTo(Fingerprints.of(said));
    }

    @Property(tries = 300)
    void dependOnNoOrderOfNames(@ForAll("members") Map<String, @Nullable Object> members) {
        assertThat(Fingerprints.of(reversed(members))).isEqualTo(Fingerprints.of(members));
    }

    @Property(tries = 300)
    void differWhereverTreesDiffer(
            @ForAll("members") Map<String, @Nullable Object> one,
            @ForAll("members") Map<String, @Nullable Object> other) {
        assertThat(Fingerprints.of(one).equals(Fingerprints.of(other))).isEqualTo(one.equals(other));
    }

    @Provide
    Arbitrary<Map<String, @Nullable Object>> members() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.of("", "a", "b", "ab", "1", "ü").map(v -> (Object) v),
                Arbitraries.longs().between(-2, 2).map(v -> (Object) v),
                Arbitraries.doubles().between(-2, 2).ofScale(0).map(v -> (Object) v),
                Arbitraries.of(true, false).map(v -> (Object) v),
                Arbitraries.of(BigInteger.ONE.shiftLeft(64), BigInteger.ONE.shiftLeft(65))
                        .map(v -> (Object) v));
        Arbitrary<Object> tree = Arbitraries.lazyOf(
                () -> leaf, () -> leaf, () -> leaf.list().ofMaxSize(3).map(v -> (Object) v), () -> tree(leaf));
        return Arbitraries.maps(Arbitraries.of("a", "b", "ab", "args"), tree).ofMaxSize(3);
    }

    private static Arbitrary<Object> tree(Arbitrary<Object> leaf) {
        Arbitrary<Object> list = leaf.list().ofMaxSize(2).map(v -> (Object) v);
        return Arbitraries.maps(Arbitraries.of("", "a", "b"), Arbitraries.oneOf(leaf, list))
                .ofMaxSize(3)
                .map(v -> (Object) v);
    }

    private static Identity both(String id, String proof) {
        return new Identity(new JobId(id), Identity.Source.JOB_ID_AND_KEY, new JobId(proof));
    }

    private static Map<String, @Nullable Object> reversed(Map<?, ?> members) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(members.entrySet());
        Collections.reverse(entries);
        Map<String, @Nullable Object> reversed = new LinkedHashMap<>();
        entries.forEach(entry -> reversed.put(
                (String) entry.getKey(), entry.getValue() instanceof Map<?, ?> map ? reversed(map) : entry.getValue()));
        return reversed;
    }

    private static Fingerprint of(String text) {
        return Fingerprints.of(
                new JsonTreeReader().read(text.getBytes(StandardCharsets.UTF_8)).members());
    }
}
