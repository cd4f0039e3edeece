package dev.holdfast.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The queues of all nodes that answered, summed up, as the members of an answer; what is not known is left out.
 *
 * @param counts one for each node; at least one of them was counted
 */
record QueueReport(List<Count> counts) {

    QueueReport {
        counts = List.copyOf(counts);
    }

    /** Whether a node that may have queues of its own did not answer. */
    boolean isPartial() {
        return counts.stream().anyMatch(Count.NotCounted.class::isInstance);
    }

    /** Whether no node has more queues or workers than are looked at. */
    boolean isComplete() {
        return censuses().allMatch(Census::complete);
    }

    /** All queues, by name. */
    Map<String, Object> all() {
        List<Map<String, Census.Queue>> listed =
                censuses().map(QueueReport::byName).toList();
        TreeSet<String> names = new TreeSet<>();
        listed.forEach(queues -> names.addAll(queues.keySet()));
        Map<String, Object> members = head();
        members.put("complete", isComplete());
        members.put("nodes", counts.stream().map(QueueReport::node).toList());
        members.put("queues", names.stream().map(name -> sum(name, listed)).toList());
        return members;
    }

    /** One queue, with what each node has of it; empty if none lists it. */
    Optional<Map<String, Object>> one(String name) {
        List<Map<String, Census.Queue>> listed =
                censuses().map(QueueReport::byName).toList();
        if (listed.stream().noneMatch(queues -> queues.containsKey(name))) {
            return Optional.empty();
        }
        Map<String, Object> members = head();
        members.putAll(sum(name, listed));
        members.put("nodes", counts.stream().map(count -> share(count, name)).toList());
        return Optional.of(members);
    }

    private Map<String, Object> head() {
        Map<String, Object> members = new LinkedHashMap<>();
        censuses().map(Census::at).min(Comparator.naturalOrder()).ifPresent(at -> members.put("as_of", at.toString()));
        return members;
    }

    private Map<String, Object> sum(String name, List<Map<String, Census.Queue>> listed) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("queue", name);
        figures(
                members,
                listed.stream()
                        .flatMap(queues -> Stream.ofNullable(queues.get(name)))
                        .toList(),
                censuses().toList(),
                name);
        return members;
    }

    private static Map<String, Object> share(Count count, String name) {
        Map<String, Object> members = node(count);
        if (count instanceof Count.Counted counted) {
            members.remove("workers");
            List<Census.Queue> own = counted.census().queues().stream()
                    .filter(queue -> queue.name().equals(name))
                    .toList();
            figures(members, own, List.of(counted.census()), name);
        }
        return members;
    }

    private static Map<String, Object> node(Count count) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("node", count.node().word());
        members.put("answered", count instanceof Count.Counted);
        if (count instanceof Count.Counted counted) {
            Census census = counted.census();
            members.put("suspended", census.suspended());
            Map<String, Object> workers = new LinkedHashMap<>();
            workers.put("registered", census.workers().size());
            workers.put("alive", census.workersAlive());
            members.put("workers", workers);
        } else if (count instanceof Count.NotCounted silent) {
            members.put("reason", silent.reason());
        } else {
            members.put("reason", "copy");
        }
        return members;
    }

    private static void figures(
            Map<String, Object> members, List<Census.Queue> queues, List<Census> censuses, String name) {
        members.put("depth", total(queues, Census.Queue::depth));
        queues.stream()
                .map(Census.Queue::oldest)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .ifPresent(since -> {
                    members.put("oldest_enqueued_at", since.toString());
                    members.put("oldest_s", waited(since, censuses));
                });
        members.put("scheduled", total(queues, Census.Queue::scheduled));
        members.put("due", total(queues, Census.Queue::due));
        members.put("deferred", total(queues, Census.Queue::deferred));
        members.put("started", total(queues, Census.Queue::started));
        members.put("abandoned", total(queues, Census.Queue::abandoned));
        members.put("failed", total(queues, Census.Queue::failed));
        members.put("finished", total(queues, Census.Queue::finished));
        members.put("scheduler", queues.stream().anyMatch(Census.Queue::scheduler));
        members.put(
                "workers",
                censuses.stream()
                        .mapToLong(census -> census.workersOfQueue(name))
                        .sum());
    }

    private static long waited(Instant since, List<Census> censuses) {
        Instant at =
                censuses.stream().map(Census::at).max(Comparator.naturalOrder()).orElse(since);
        return since.isAfter(at) ? 0 : Duration.between(since, at).toSeconds();
    }

    private static long total(List<Census.Queue> queues, ToLongFunction<Census.Queue> figure) {
        return queues.stream().mapToLong(figure).sum();
    }

    private Stream<Census> censuses() {
        return counts.stream()
                .filter(Count.Counted.class::isInstance)
                .map(Count.Counted.class::cast)
                .map(Count.Counted::census);
    }

    private static Map<String, Census.Queue> byName(Census census) {
        Map<String, Census.Queue> queues = new LinkedHashMap<>();
        census.queues().forEach(queue -> queues.put(queue.name(), queue));
        return queues;
    }
}
