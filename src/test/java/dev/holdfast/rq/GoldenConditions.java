package dev.holdfast.rq;

import dev.holdfast.job.TaskName;
import java.util.List;
import java.util.Map;

/**
 * Those golden calls that wait for a time or for other jobs, or that say what follows; the others are in
 * {@link GoldenCalls}.
 */
final class GoldenConditions {

    private GoldenConditions() {}

    static void putInto(Map<String, List<CallSketch>> calls) {
        putTimes(calls);
        putDependencies(calls);
        putWhatFollows(calls);
        calls.put(
                "group",
                List.of(
                        add("v-group-1").in("v-group"),
                        add("v-group-2").args(3, 4).in("v-group")));
        calls.put("caller_pipeline", List.of(add("v-pipe-1"), add("v-pipe-2").args(3, 4)));
        calls.put(
                "everything",
                List.of(CallSketch.of("v-everything", "tasks.echo")
                        .args(1, "two", null)
                        .kwarg("three", 3.5)
                        .timeout(300)
                        .resultTtl(3600)
                        .ttl(7200)
                        .failureTtl(86400)
                        .description("All options")
                        .meta(GoldenArguments.map("k", "v"))
                        .retry(3, 10, 20)
                        .callbacks(callback("tasks.on_ok", 60), callback("tasks.on_fail", 60), null)));
    }

    private static void putTimes(Map<String, List<CallSketch>> calls) {
        String time = "2030-01-02T03:04:05Z";
        calls.put("enqueue_in", List.of(add("v-in").at("2026-11-21T20:42:50Z")));
        calls.put("enqueue_at", List.of(add("v-at").at(time)));
        calls.put("enqueue_at_front", List.of(add("v-at-front").at(time).atFront()));
        calls.put("enqueue_at_ttl", List.of(add("v-at-ttl").at(time).ttl(600)));
        calls.put("enqueue_at_offset", List.of(add("v-at-offset").at("2030-01-02T01:04:05Z")));
    }

    private static void putDependencies(Map<String, List<CallSketch>> calls) {
        CallSketch child = child().after("v-parent");
        calls.put("depends_on_one", List.of(parent("v-parent"), child));
        calls.put("depends_on_id_string", List.of(parent("v-parent"), child));
        calls.put(
                "depends_on_two",
                List.of(
                        parent("v-parent-1"),
                        parent("v-parent-2").args(1, 2),
                        child().after("v-parent-1", "v-parent-2")));
        calls.put(
                "depends_on_ttl",
                List.of(parent("v-parent"), child().after("v-parent").ttl(600)));
        calls.put(
                "depends_on_allow_failure_front",
                List.of(parent("v-parent"), child().afterEvenFailed("v-parent").atFront()));
        calls.put("depends_on_finished", List.of(parent("v-parent"), child));
        calls.put("depends_on_missing", List.of(child().after("v-no-such-job")));
        calls.put("depends_on_other_queue", List.of(parent("v-parent").on("other"), child));
        calls.put(
                "enqueue_many_dependency",
                List.of(
                        parent("v-parent"),
                        add("v-many-free"),
                        add("v-many-dep").args(3, 4).after("v-parent")));
    }

    private static void putWhatFollows(Map<String, List<CallSketch>> calls) {
        calls.put("repeat", List.of(add("v-repeat").repeat(3, 5, 10)));
        calls.put(
                "callback_functions",
                List.of(add("v-cb-func").callbacks(callback("tasks.on_ok", 60), callback("tasks.on_fail", 60), null)));
        calls.put(
                "callback_objects",
                List.of(add("v-cb")
                        .callbacks(
                                new Callback(new TaskName("tasks.on_ok"), null),
                                callback("tasks.on_fail", 10),
                                callback("tasks.on_stop", 120))));
        calls.put(
                "callback_success_only",
                List.of(add("v-cb-success").callbacks(new Callback(new TaskName("tasks.on_ok"), null), null, null)));
        calls.put(
                "webhooks",
                List.of(add("v-webhooks")
                        .webhooks(
                                new Webhook("https://example.test/done", "finished", "GET", Map.of(), 10),
                                new Webhook(
                                        "https://example.test/failed", "failed", "POST", Map.of("X-Key", "v"), 3))));
    }

    private static Callback callback(String function, int timeout) {
        return new Callback(new TaskName(function), timeout);
    }

    private static CallSketch add(String id) {
        return CallSketch.of(id, "tasks.add").args(1, 2);
    }

    private static CallSketch parent(String id) {
        return CallSketch.of(id, "tasks.add").args(1, 1);
    }

    private static CallSketch child() {
        return CallSketch.of("v-child", "tasks.add").args(2, 2);
    }
}
