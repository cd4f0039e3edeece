package dev.holdfast.workers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes submissions of jobs that fail at first, each with a good part of all members at once. */
final class UnsteadySubmissions {

    /** In the order of their names, so that a seed stands for the same submissions everywhere. */
    private static final Map<String, List<String>> MEMBERS = new TreeMap<>(Map.ofEntries(
            Map.entry("at_front", List.of("true", "false")),
            Map.entry("description", List.of("\"näme of it\"", "\"🐟 %s {}\"")),
            Map.entry("failure_ttl", List.of("0", "3600", "-1")),
            Map.entry("group", List.of("\"some.group:1\"", "\"another\"")),
            Map.entry("meta", List.of("{\"a\": [1, {\"b\": null}], \"é\": 0.5}", "{\"trace_id\": \"4bf9\"}")),
            Map.entry(
                    "on_failure", List.of("\"tasks.ended\"", "{\"callback\": \"tasks.ended\", \"timeout\": \"10s\"}")),
            Map.entry("on_stopped", List.of("\"tasks.ended\"", "{\"callback\": \"tasks.ended\", \"timeout\": 7}")),
            Map.entry("on_success", List.of("\"tasks.ended\"", "{\"callback\": \"tasks.ended\", \"timeout\": 30}")),
            Map.entry("repeat", List.of("{\"times\": 1}", "{\"times\": 2, \"intervals\": [1, 0]}")),
            Map.entry("result_ttl", List.of("0", "-1", "\"1d\"")),
            Map.entry("timeout", List.of("600", "\"1h\"", "-1")),
            Map.entry("ttl", List.of("600", "\"10m\""))));

    private static final List<String> RETRIES = List.of(
            "{\"max\": 1}",
            "{\"max\": 2}",
            "{\"max\": 1, \"intervals\": 1}",
            "{\"max\": 3, \"intervals\": [1, 0]}",
            "{\"max\": 3, \"intervals\": [0, 1], \"at_front\": true}",
            "{\"max\": 2, \"at_front\": true}");
    private static final String WEBHOOKS =
            "[{\"url\": \"<webhook>\", \"job_status\": \"finished\", \"headers\": {\"X-Key\": \"mine\"}},"
                    + " {\"url\": \"<webhook>\", \"job_status\": \"failed\", \"method\": \"POST\", \"timeout\": 5}]";

    private final Random random;
    private final RandomSubmission values;
    private int made;

    UnsteadySubmissions(long seed) {
        this.random = new Random(seed);
        this.values = new RandomSubmission(random);
    }

    /**
     * A call of {@code tasks.unsteady}.
     *
     * @param id what some bring as their {@code job_id}
     * @param webhook where letters go
     * @param parents jobs for some of which it may wait
     */
    String next(String queue, String id, String webhook, List<String> parents) {
        Map<String, String> members = new TreeMap<>();
        members.put("task", "\"tasks.unsteady\"");
        members.put("queue", "\"" + queue + "\"");
        members.put(
                "args",
                values.list(2).replaceFirst("\\[", "[" + failures() + ", ").replace(", ]", "]"));
        members.put("kwargs", values.map(2));
        MEMBERS.forEach((name, choices) -> maybe(3, name, values.pick(choices), members));
        if (random.nextInt(5) > 0) {
            members.put("retry", values.pick(RETRIES));
        }
        maybe(4, "job_id", "\"" + id + "\"", members);
        maybe(3, "webhooks", WEBHOOKS.replace("<webhook>", webhook), members);
        switch (made++ % 8) {
            case 1 -> members.put("run_in", "1");
            case 3 -> members.put("run_at", "\"" + Instant.now().plusMillis(1_500) + "\"");
            case 5, 6, 7 -> members.put("depends_on", dependsOn(parents));
            default -> {} // it may run at once
        }
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\": " + member.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** One or two, mostly; a job that never fails is there to be repeated, or to be waited for. */
    private int failures() {
        return List.of(0, 1, 1, 1, 2, 2, 4).get(random.nextInt(7));
    }

    private void maybe(int oneIn, String name, String value, Map<String, String> members) {
        if (random.nextInt(oneIn) == 0) {
            members.put(name, value);
        }
    }

    private String dependsOn(List<String> parents) {
        List<String> chosen = new ArrayList<>(parents);
        while (chosen.size() > 2) {
            chosen.remove(random.nextInt(chosen.size()));
        }
        String jobs = chosen.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
        if (chosen.isEmpty()) {
            return "[]";
        }
        return switch (random.nextInt(3)) {
            case 0 -> jobs;
            case 1 -> "\"" + chosen.get(0) + "\"";
            default -> "{\"jobs\": %s, \"allow_failure\": true, \"at_front\": true}".formatted(jobs);
        };
    }
}
