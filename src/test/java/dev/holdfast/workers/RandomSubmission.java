package dev.holdfast.workers;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes submissions of every shape that the members allow, and now and then one that must be refused. */
final class RandomSubmission {

    private static final List<String> OPTIONS = List.of(
            "\"description\": \"näme\\nof it\"",
            "\"timeout\": 600",
            "\"timeout\": \"1h\"",
            "\"timeout\": -1",
            "\"ttl\": \"10m\"",
            "\"result_ttl\": 0",
            "\"result_ttl\": -1",
            "\"result_ttl\": \"1d\"",
            "\"failure_ttl\": 3600",
            "\"failure_ttl\": -1",
            "\"at_front\": true",
            "\"retry\": {\"max\": 2}",
            "\"retry\": {\"max\": 3, \"intervals\": [10, 30]}",
            "\"retry\": {\"max\": 1, \"at_front\": true}",
            "\"meta\": {\"a\": [1, {\"b\": null}]}",
            "\"run_at\": \"2020-01-02T03:04:05.678+02:00\"",
            "\"run_in\": \"0s\"",
            "\"run_in\": 1",
            "\"run_at\": \"<soon>\"",
            "\"group\": \"some.group:1\"",
            "\"depends_on\": \"never-was\"",
            "\"depends_on\": {\"jobs\": [\"never-was\", \"nor-this\"], \"allow_failure\": true, \"at_front\": true}",
            "\"repeat\": {\"times\": 2}",
            "\"on_success\": \"tasks.ended\"",
            "\"on_failure\": {\"callback\": \"tasks.ended\", \"timeout\": \"10s\"}",
            "\"on_stopped\": {\"callback\": \"tasks.ended\"}",
            "\"webhooks\": [{\"url\": \"http://127.0.0.1:1/\", \"job_status\": \"finished\", \"timeout\": 1}]");
    private static final List<String> REFUSED = List.of(
            "\"timeout\": 0",
            "\"ttl\": -1",
            "\"result_ttl\": -2",
            "\"retry\": {\"max\": 0}",
            "\"retry\": {\"max\": 1, \"intervals\": [-1]}",
            "\"meta\": {\"lone\": \"\\ud83d\"}",
            "\"job_id\": \"a:b\"",
            "\"run_at\": \"2020-01-02T03:04:05\"",
            "\"run_in\": -1",
            "\"depends_on\": [\"a:b\"]",
            "\"repeat\": {\"times\": 1, \"intervals\": []}",
            "\"on_success\": \"print\"",
            "\"group\": \"a b\"",
            "\"webhooks\": [{\"url\": \"file:///etc/passwd\", \"job_status\": \"finished\"}]",
            "\"nonsense\": 1");
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "\\u0000\\u001f",
            "\\\"\\\\",
            "naïve",
            "日本語",
            "🐟🐠",
            "\\u2028",
            "%s %d {}",
            "None",
            "x".repeat(5000));
    private static final List<String> NUMBERS = List.of(
            "0", "-1", "255", "65536", "2147483648", "9223372036854775807", "0.1", "-0.0", "1e300", "2.5e-8", "100.0");

    private final Random random;

    RandomSubmission(Random random) {
        this.random = random;
    }

    /** A call of {@code tasks.remember}; one in ten has a member that is not acceptable. */
    String next(String queue) {
        String option = random.nextInt(10) == 0 ? pick(REFUSED) : pick(OPTIONS);
        return "{\"task\": \"tasks.remember\", \"queue\": \"%s\", \"args\": %s, \"kwargs\": %s, %s}"
                .formatted(queue, list(4), map(4), option)
                .replace("<soon>", Instant.now().plusSeconds(1).toString());
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> pick(List.of("null", "true", "false"));
            case 1 -> pick(NUMBERS);
            case 2 -> new BigInteger(1 + random.nextInt(400), random).negate().toString();
            case 3 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 4 -> text();
            case 5 -> list(depth - 1);
            default -> map(depth - 1);
        };
    }

    /** A list of whatever JSON can say. */
    String list(int depth) {
        return some(() -> value(depth)).collect(Collectors.joining(", ", "[", "]"));
    }

    /** An object of whatever JSON can say. */
    String map(int depth) {
        int start = random.nextInt(1000);
        List<String> values = some(() -> value(depth)).toList();
        return Stream.iterate(0, number -> number < values.size(), number -> number + 1)
                .map(number -> "\"k%dé\": %s".formatted(start - number, values.get(number)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String text() {
        return "\"" + some(() -> pick(TEXTS)).collect(Collectors.joining()) + "\"";
    }

    private Stream<String> some(Supplier<String> source) {
        return Stream.generate(source).limit(random.nextInt(5));
    }

    String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
