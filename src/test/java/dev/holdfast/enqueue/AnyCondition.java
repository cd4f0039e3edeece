package dev.holdfast.enqueue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Members that say when a job is run and what follows, most of whose values are allowed. */
final class AnyCondition {

    private static final Arbitrary<String> TIMES = Arbitraries.of(
            "\"2030-01-02T03:04:05Z\"",
            "\"2020-01-02 03:04:05.123456789-23:59\"",
            "\"0000-01-01T00:00:00+23:59\"",
            "\"9999-12-31T23:59:59Z\"",
            "\"9999-12-31T23:59:59-00:01\"",
            "\"2030-02-30T00:00:00Z\"");
    private static final Arbitrary<String> IDS = Arbitraries.of("\"a\"", "\"b-1\"", "\"a\"", "\"a:b\"", "\"\"");
    private static final Arbitrary<String> FUNCTIONS = Arbitraries.of("\"a.b\"", "\"\u00fc.\u00df\"", "\"a\"", "\"\"");
    private static final Arbitrary<String> URLS = Arbitraries.of(
            "\"http://h\"", "\"https://[::1]:80/%20?q#f\"", "\"http://u:p@h\"", "\"http://h/\u00fc\"", "\"ftp://h\"");
    private static final Arbitrary<String> HEADERS = Arbitraries.of(
            "{}", "{\"X\":\"v\"}", "{\"X\":\"a\\r\\nY: b\"}", "{\"\":\"\"}", "{\"X\":\"\\ud83d\"}", "{\"X\":1e400}");

    private AnyCondition() {}

    /** One member, with its name; {@code leaf} is what else may stand anywhere. */
    static Arbitrary<String> members(Arbitrary<String> leaf) {
        Arbitrary<String> ids = orLeaf(IDS, leaf).list().ofMaxSize(3).map(AnyCondition::array);
        Arbitrary<String> jobs = Arbitraries.oneOf(orLeaf(IDS, leaf), ids);
        Arbitrary<String> callback = object("callback", orLeaf(FUNCTIONS, leaf), "timeout", leaf);
        Arbitrary<String> webhook = Combinators.combine(
                        orLeaf(URLS, leaf),
                        orLeaf(Arbitraries.of("\"finished\"", "\"failed\"", "\"stopped\""), leaf),
                        orLeaf(Arbitraries.of("\"GET\"", "\"POST\"", "\"PUT\""), leaf),
                        orLeaf(HEADERS, leaf),
                        leaf)
                .as((url, status, method, headers, timeout) -> "{\"url\":" + url + ",\"job_status\":" + status
                        + ",\"method\":" + method + ",\"headers\":" + headers + ",\"timeout\":" + timeout + "}");
        return Arbitraries.oneOf(
                named("run_at", orLeaf(TIMES, leaf)),
                named("depends_on", jobs),
                named("depends_on", object("jobs", jobs, "allow_failure", leaf)),
                named(
                        "repeat",
                        object(
                                "times",
                                leaf,
                                "intervals",
                                Arbitraries.oneOf(leaf, leaf.list().ofMaxSize(2).map(AnyCondition::array)))),
                named("on_success", orLeaf(FUNCTIONS, leaf)),
                named("on_failure", callback),
                named("on_stopped", callback),
                named("group", orLeaf(IDS, leaf)),
                named("webhooks", orLeaf(webhook, leaf).list().ofMaxSize(2).map(AnyCondition::array)));
    }

    private static Arbitrary<String> orLeaf(Arbitrary<String> values, Arbitrary<String> leaf) {
        return Arbitraries.oneOf(values, values, values, leaf);
    }

    private static Arbitrary<String> named(String name, Arbitrary<String> value) {
        return value.map(text -> "\"" + name + "\":" + text);
    }

    private static Arbitrary<String> object(String one, Arbitrary<String> first, String two, Arbitrary<String> second) {
        return Combinators.combine(named(one, first), named(two, second))
                .as((left, right) -> "{" + left + "," + right + "}");
    }

    private static String array(List<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }
}
