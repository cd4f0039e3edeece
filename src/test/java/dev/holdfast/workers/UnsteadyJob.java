package dev.holdfast.workers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A job of {@code tasks.unsteady} that was accepted, and what is to become of it.
 *
 * @param asked its submission
 * @param placed its hash before any worker saw it
 * @param webhook the name under which its letters come
 */
record UnsteadyJob(
        Crew crew, String id, JsonNode asked, Map<String, String> placed, String webhook, List<UnsteadyJob> parents) {

    /** What RQ writes anew with each run, or in another way: compressed, and with a protocol of its own. */
    private static final Set<String> CHANGING = Set.of(
            "status",
            "enqueued_at",
            "started_at",
            "ended_at",
            "last_heartbeat",
            "worker_name",
            "retries_left",
            "repeats_left",
            "data",
            "meta");

    private static final Map<String, String> SECONDS = Map.of("10m", "600", "1h", "3600", "1d", "86400");

    /** What stays in the hash for as long as there is one. */
    Map<String, String> kept() {
        Map<String, String> kept = new TreeMap<>(placed);
        kept.keySet().removeAll(CHANGING);
        if (crew.takesIntervalsInOrder()) {
            kept.remove("repeat_intervals");
        }
        return kept;
    }

    /** What one run after the other finds: arguments, named arguments, meta. */
    String found() {
        String meta =
                asked.path("meta").isMissingNode() ? "{}" : asked.path("meta").toString();
        return "[" + asked.path("args") + "," + asked.path("kwargs") + "," + meta + "]";
    }

    /** What the answer says of such a member: durations in seconds, and what RQ takes where nothing was asked. */
    String said(String member) {
        String value = asked.path(member).asText();
        return switch (member) {
            case "description" -> asked.has(member) ? value : placed.getOrDefault(member, "");
            case "timeout" -> asked.has(member) ? SECONDS.getOrDefault(value, value) : "180";
            default -> SECONDS.getOrDefault(value, value);
        };
    }

    /** For how long it is kept once it has ended, in seconds; -1 for ever. */
    long keptFor(String state) {
        String member = state.equals("failed") ? "failure_ttl" : "result_ttl";
        long unasked = state.equals("failed") ? 365 * 86_400L : 500;
        return asked.has(member) ? Long.parseLong(said(member)) : unasked;
    }

    int failures() {
        return asked.path("args").path(0).asInt();
    }

    int retriesLeft(int runs) {
        return retries() - Math.min(retries(), Math.min(runs, failures()));
    }

    int repeatsLeft(int runs) {
        int times = number("repeats_left");
        return crew.repeatsAndCalls() ? times - Math.min(times, Math.max(runs - failures(), 0)) : times;
    }

    /** Whether its last run failed, or will, though it was retried as often as it may be. */
    boolean fails() {
        return failures() > retries();
    }

    /** Whether it has done all that the jobs that wait for it wait for. */
    boolean isOver(int runs) {
        return runs > Math.min(failures(), retries());
    }

    /** Whether it is run at all: jobs for which it waits may fail. */
    boolean isRun() {
        boolean lenient = asked.path("depends_on").path("allow_failure").asBoolean();
        return parents.stream().allMatch(parent -> parent.isRun() && (lenient || !parent.fails()));
    }

    int runsInAll() {
        if (!isRun()) {
            return 0;
        }
        return fails() ? retries() + 1 : failures() + 1 + (crew.repeatsAndCalls() ? number("repeats_left") : 0);
    }

    /** What it is after so many runs, of which there was one at least. */
    String state(int runs) {
        if (runs > failures()) {
            if (runs < runsInAll()) {
                int left = repeatsLeft(runs);
                int next = crew.takesIntervalsInOrder() ? number("repeats_left") - left - 1 : left;
                return waiting(Math.min(next, intervals("repeat_intervals").size() - 1), "repeat_intervals");
            }
            return asked.path("result_ttl").asInt(1) == 0 ? "gone" : "finished";
        } else if (runs <= retries()) {
            int left = retriesLeft(runs) + 1;
            return waiting(Math.max(intervals("retry_intervals").size() - left, 0), "retry_intervals");
        }
        return asked.path("failure_ttl").asInt(1) == 0 ? "gone" : "failed";
    }

    /** What its callbacks were told last: of a failure or of a result; null if they were not called. */
    String told(int runs) {
        if (runs > failures() && asked.has("on_success")) {
            return "[\"" + runs + "\"]";
        }
        int failed = Math.min(runs, failures());
        return failed > 0 && asked.has("on_failure") ? error(failed) : null;
    }

    String error(int runs) {
        return "run " + runs + " of " + failures() + " that fail";
    }

    /** How many letters have come after so many runs. */
    int letters(int runs) {
        if (!crew.repeatsAndCalls() || !asked.has("webhooks")) {
            return 0;
        }
        return fails() ? (isOver(runs) ? 1 : 0) : Math.max(runs - failures(), 0);
    }

    private int retries() {
        return asked.path("retry").path("max").asInt();
    }

    private int number(String field) {
        return Integer.parseInt(placed.getOrDefault(field, "0"));
    }

    private String waiting(int index, String field) {
        return intervals(field).get(index).equals("0") ? "queued" : "scheduled";
    }

    private List<String> intervals(String field) {
        return List.of(
                placed.getOrDefault(field, "[0]").replaceAll("[\\[\\] ]", "").split(","));
    }

    @Override
    public String toString() {
        return crew + " " + id + " " + asked;
    }
}
