package dev.holdfast.outage;

import dev.holdfast.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares what clients were promised with what lies on the nodes and was run, when all is quiet. */
final class Checker {

    static final Duration DEADLINE = Duration.ofMillis(1_500);

    private final Map<String, Census> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> runs = new HashMap<>();

    /** Counts what lies on this node; of two nodes with copies of the same data, only one is to be counted. */
    Checker counting(String name, RedisServer node) {
        nodes.put(name, Census.of(node));
        return this;
    }

    /** Counts what was run there. */
    Checker counting(Consumer consumer) {
        consumer.runs().forEach((id, times) -> runs.merge(id, times, Integer::sum));
        return this;
    }

    Verdict judge(History history) {
        List<String> acknowledged = history.acknowledgedIds();
        Set<String> known = history.knownIds();
        Set<String> placed = new TreeSet<>(runs.keySet());
        nodes.values().forEach(node -> {
            placed.addAll(node.queued().keySet());
            placed.addAll(node.taken());
            placed.addAll(node.hollow());
        });
        Set<String> lost = new TreeSet<>();
        Set<String> doubled = new TreeSet<>();
        Set<String> invented = new TreeSet<>(placed);
        invented.removeAll(known);
        for (String id : acknowledged) {
            if (places(id) == 0) {
                lost.add(id);
            }
        }
        for (String id : placed) {
            if (places(id) > 1) {
                doubled.add(id);
            }
        }
        Set<String> stranded = new TreeSet<>();
        nodes.values().forEach(node -> {
            stranded.addAll(node.orphans());
            stranded.addAll(node.hollow());
        });
        Set<String> givenUp = history.givenUpIds();
        return new Verdict(
                acknowledged.size(),
                acknowledged.stream().filter(id -> places(id) > 0).count(),
                stories(history, lost),
                stories(history, doubled),
                stories(history, invented),
                stories(history, stranded),
                stories(history, shared(acknowledged)),
                history.unanswered().stream().map(Submission::toString).toList(),
                history.refused().stream().map(Submission::toString).toList(),
                history.promisesOf("disk"),
                givenUp.size(),
                givenUp.stream().filter(id -> places(id) > 0).count(),
                history.requests(),
                history.longest(),
                history.longerThan(DEADLINE.plusMillis(100)),
                history.longerThan(DEADLINE.multipliedBy(2)));
    }

    /** How often an id is to be run or was. */
    private int places(String id) {
        int queued = nodes.values().stream()
                .mapToInt(node -> node.queued().getOrDefault(id, 0))
                .sum();
        // What a worker has taken and what it ran is the same job.
        long taken = nodes.values().stream()
                .filter(node -> node.taken().contains(id))
                .count();
        return queued + Math.max(runs.getOrDefault(id, 0), Math.toIntExact(taken));
    }

    /** Ids that were promised to more than one submission. */
    private static Set<String> shared(List<String> acknowledged) {
        Set<String> seen = new HashSet<>();
        Set<String> shared = new TreeSet<>();
        for (String id : acknowledged) {
            if (!seen.add(id)) {
                shared.add(id);
            }
        }
        return shared;
    }

    private List<String> stories(History history, Set<String> ids) {
        List<String> stories = new ArrayList<>();
        for (String id : ids) {
            StringBuilder story = new StringBuilder(id).append(": told ").append(history.of(id));
            nodes.forEach((name, node) -> story.append("; ")
                    .append(name)
                    .append(" queued ")
                    .append(node.queued().getOrDefault(id, 0))
                    .append(node.taken().contains(id) ? ", taken" : "")
                    .append(node.hashes().contains(id) ? ", hash" : ""));
            stories.add(story.append("; run ").append(runs.getOrDefault(id, 0)).toString());
        }
        return stories;
    }
}
