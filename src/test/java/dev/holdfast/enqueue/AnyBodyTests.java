package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.InMemoryJobQueue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.springframework.mock.web.MockHttpServletResponse;

class AnyBodyTests {

    private final InMemoryJobQueue jobs = new InMemoryJobQueue();
    private final Desk desk = new Desk(jobs);

    @Property(tries = 500)
    void anyBytesAreAnsweredWithoutAMistakeOfOurs(@ForAll byte[] body) {
        assertThat(desk.post(body).getStatus()).isBetween(400, 499);
    }

    @Property(tries = 1000)
    void anyDamageIsAnsweredWithoutAMistakeOfOurs(
            @ForAll("submissions") String text, @ForAll int place, @ForAll byte damage) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        body[Math.floorMod(place, body.length)] = damage;

        assertAnswered(desk.post(body));
    }

    @Property(tries = 1000)
    void whatIsAcceptedObeysTheRules(@ForAll("submissions") String text) {
        int before = jobs.waiting().size();

        // A call that breaks a rule cannot be constructed: that would be an exception here.
        MockHttpServletResponse response = desk.post(text.getBytes(StandardCharsets.UTF_8));

        assertAnswered(response);
        boolean isNew = response.getStatus() == 200 && response.getHeader("Idempotency-Replayed") == null;
        assertThat(jobs.waiting()).hasSize(isNew ? before + 1 : before);
    }

    private static void assertAnswered(MockHttpServletResponse response) {
        assertThat(response.getStatus())
                .satisfiesAnyOf(
                        status -> assertThat(status).isEqualTo(200),
                        status -> assertThat(status).isBetween(400, 499));
    }

    /** Objects with the members of a submission, most of whose values are allowed. */
    @Provide
    Arbitrary<String> submissions() {
        Arbitrary<String> number =
                Arbitraries.of("0", "1", "-1", "-2", "2147483647", "2147483648", "1.5", "1e400", "\"5m\"");
        Arbitrary<String> text =
                Arbitraries.of("\"\"", "\"a\"", "\"ü\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\u0000\"");
        Arbitrary<String> leaf = Arbitraries.oneOf(number, text, Arbitraries.of("null", "true", "[]", "{}"));
        Arbitrary<String> array = leaf.list().ofMaxSize(3).map(list -> "[" + String.join(",", list) + "]");
        Arbitrary<String> object = Combinators.combine(text, leaf).as((name, value) -> "{" + name + ":" + value + "}");
        Arbitrary<String> retry = Combinators.combine(number, Arbitraries.oneOf(array, number))
                .as((max, intervals) -> "{\"max\":" + max + ",\"intervals\":" + intervals + "}");
        Arbitrary<String> member = Arbitraries.oneOf(
                array.map(value -> "\"args\":" + value),
                object.map(value -> "\"kwargs\":" + value),
                object.map(value -> "\"meta\":" + value),
                text.map(value -> "\"description\":" + value),
                text.map(value -> "\"job_id\":" + value),
                text.map(value -> "\"queue\":" + value),
                leaf.map(value -> "\"at_front\":" + value),
                retry.map(value -> "\"retry\":" + value),
                AnyCondition.members(leaf),
                Combinators.combine(Arbitraries.of("timeout", "ttl", "result_ttl", "failure_ttl", "run_in", "x"), leaf)
                        .as((name, value) -> "\"" + name + "\":" + value));
        Arbitrary<List<String>> members = member.list().ofMaxSize(3);
        return members.map(list ->
                "{\"task\":\"a.b\"" + list.stream().map(next -> "," + next).collect(Collectors.joining()) + "}");
    }
}
