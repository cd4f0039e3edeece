package dev.holdfast.outage;

import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which jobs lie where on one node.
 *
 * @param queued how often each id is in a queue, if a worker would find its hash
 * @param taken ids that a worker took and has not ended
 * @param hollow ids in a queue whose hash is missing: workers pass over them
 * @param hashes ids of all jobs
 */
record Census(Map<String, Integer> queued, Set<String> taken, Set<String> hollow, Set<String> hashes) {

    private static final String JOB = "rq:job:";
    private static final String QUEUE = "rq:queue:";
    private static final String INTERMEDIATE = ":intermediate";

    static Census of(RedisServer node) {
        RedisCommands<String, String> redis = node.commands();
        Set<String> hashes = redis.keys(JOB + "*").stream()
                .map(key -> key.substring(JOB.length()))
                .filter(id -> id.indexOf(':') < 0)
                .collect(Collectors.toSet());
        Map<String, Integer> queued = new HashMap<>();
        Set<String> taken = new HashSet<>();
        Set<String> hollow = new HashSet<>();
        for (String queue : redis.keys(QUEUE + "*")) {
            List<String> ids = redis.lrange(queue, 0, -1);
            if (queue.endsWith(INTERMEDIATE)) {
                taken.addAll(ids);
                continue;
            }
            for (String id : ids) {
                if (hashes.contains(id)) {
                    queued.merge(id, 1, Integer::sum);
                } else {
                    hollow.add(id);
                }
            }
        }
        return new Census(queued, taken, hollow, hashes);
    }

    /** Hashes that no queue leads to. */
    Set<String> orphans() {
        Set<String> orphans = new HashSet<>(hashes);
        orphans.removeAll(queued.keySet());
        orphans.removeAll(taken);
        return orphans;
    }
}
