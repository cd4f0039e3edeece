package dev.holdfast.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.RedisServer;
import io.lettuce.core.ScriptOutputType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A hundred thousand jobs in all states, copied while jobs come and go; it tells what that took, for docs/backup.md. */
@Tag("redis")
@Tag("outage")
class BigBackupTests {

    private static final Logger log = LoggerFactory.getLogger(BigBackupTests.class);
    private static final Set<Place> ENDED = Set.of(Place.FINISHED, Place.FAILED, Place.CANCELED);

    /** Jobs with 700 bytes of data that does not compress well, as many as RQ's fields: ARGV are count and number. */
    private static final String POPULATE = """
            math.randomseed(tonumber(ARGV[2]))
            local function payload()
              local parts = {}
              for i = 1, 100 do parts[i] = string.format('%07d', math.random(9999999)) end
              return table.concat(parts)
            end
            for i = 1, tonumber(ARGV[1]) do
              local number = tonumber(ARGV[2]) + i
              local id, queue = 'job-' .. number, 'q' .. (number % 3)
              local state = ({'scheduled', 'deferred', 'finished', 'failed', 'started'})[number % 50 + 1] or 'queued'
              redis.call('HSET', 'rq:job:' .. id, 'created_at', '2026-11-24T14:43:54.604488Z', 'data', payload(),
                'origin', queue, 'description', 'tasks.count(' .. number .. ')', 'timeout', '180', 'status', state,
                'started_at', '', 'ended_at', '', 'worker_name', '', 'last_heartbeat', '', 'group_id', '')
              redis.call('SADD', 'rq:queues', 'rq:queue:' .. queue)
              if state == 'queued' then
                redis.call('RPUSH', 'rq:queue:' .. queue, id)
              elseif state == 'started' then
                redis.call('ZADD', 'rq:wip:' .. queue, 1900000000 + number, id .. ':abcdef')
              else
                redis.call('ZADD', 'rq:' .. state .. ':' .. queue, 1900000000 + number % 7, id)
              end
              if state == 'deferred' then
                redis.call('ZADD', 'rq:deferred:' .. queue, '+inf', id)
                redis.call('SADD', 'rq:job:job-' .. (number + 49) .. ':dependents', id)
                redis.call('SADD', 'rq:job::' .. id .. ':dependencies', 'job-' .. (number + 49))
              elseif state == 'finished' or state == 'failed' then
                redis.call('XADD', 'rq:results:' .. id, '1700000000000-0', 'type', '1', 'return_value', payload())
                redis.call('EXPIRE', 'rq:job:' .. id, 86400)
                redis.call('EXPIRE', 'rq:results:' .. id, 86400)
              end
            end
            return 'OK'
            """;

    @RegisterExtension
    static final RedisServer FROM = new RedisServer();

    @RegisterExtension
    static final RedisServer TO = new RedisServer();

    @TempDir
    Path directory;

    @Test
    void aHundredThousandJobsAreCopiedUnderLoadAndPutBackFieldByField() throws Exception {
        for (int number = 0; number < 100_000; number += 1000) {
            FROM.commands().eval(POPULATE, ScriptOutputType.STATUS, new String[0], "1000", "" + number);
        }
        Set<String> before = waiting();
        try (Load load = new Load(FROM)) {
            log.info("without a copy: {}", load.latencyOf(Duration.ofSeconds(10)));
            Path file = directory.resolve("under-load");
            long begin = System.nanoTime();
            Manifest manifest = TestCopies.of(FROM).backup(file, "", ENDED, 10, progress -> {});
            log.info(
                    "copied under load: {} in {} ms, {} bytes; {}",
                    manifest,
                    (System.nanoTime() - begin) / 1_000_000,
                    Files.size(file),
                    load.latencySinceLast());
            load.stop();
            assertNothingThatStayedIsMissing(before, file);
            assertThat(load.done()).isPositive();
        }
        assertEverythingComesBack();
    }

    private static Set<String> waiting() {
        Set<String> ids = new HashSet<>();
        for (String queue : List.of("q0", "q1", "q2")) {
            ids.addAll(FROM.commands().lrange("rq:queue:" + queue, 0, -1));
            ids.addAll(FROM.commands().zrange("rq:scheduled:" + queue, 0, -1));
            ids.addAll(FROM.commands().zrange("rq:deferred:" + queue, 0, -1));
        }
        return ids;
    }

    private static void assertNothingThatStayedIsMissing(Set<String> before, Path file) {
        Set<String> stayed = new TreeSet<>(before);
        stayed.retainAll(waiting());
        List<CopiedJob> jobs = TestCopies.read(file);

        // By hand, because AssertJ looks through all for each.
        Set<String> missing = new TreeSet<>(stayed);
        jobs.forEach(job -> missing.remove(job.id()));
        assertThat(missing).isEmpty();
        List<String> once =
                jobs.stream().filter(job -> !job.again()).map(CopiedJob::id).toList();
        assertThat(new HashSet<>(once)).hasSameSizeAs(once);
        for (String queue : List.of("q0", "q1", "q2")) {
            List<String> inOrder = new ArrayList<>(FROM.commands().lrange("rq:queue:" + queue, 0, -1));
            inOrder.retainAll(stayed);
            assertThat(jobs.stream()
                            .filter(job ->
                                    job.place() == Place.QUEUED && job.queue().equals(queue))
                            .map(CopiedJob::id)
                            .filter(stayed::contains)
                            .toList())
                    .isEqualTo(inOrder);
        }
    }

    private void assertEverythingComesBack() throws Exception {
        Path file = directory.resolve("quiet");
        Manifest manifest = TestCopies.backupAll(FROM, file);
        long begin = System.nanoTime();
        Restored restored = TestCopies.of(TO).restore(file, "", Started.QUEUE, false, 50, progress -> {});
        log.info("put back on {}: {} in {} ms", TO.version(), restored, (System.nanoTime() - begin) / 1_000_000);

        assertThat(restored.total()).isEqualTo(manifest.tally().total());
        Set<String> running = FROM.commands().keys("rq:wip:*").stream()
                .flatMap(key -> FROM.commands().zrange(key, 0, -1).stream())
                .map(member -> member.substring(0, member.indexOf(':')))
                .collect(Collectors.toSet());
        for (String queue : List.of("q0", "q1", "q2")) {
            List<String> there = new ArrayList<>(TO.commands().lrange("rq:queue:" + queue, 0, -1));
            there.removeAll(running);
            assertThat(there).isEqualTo(FROM.commands().lrange("rq:queue:" + queue, 0, -1));
        }
        Snapshot from = Snapshot.of(FROM).without(key -> key.startsWith("holdfast:") || touches(key, running));
        Snapshot to = Snapshot.of(TO).without(key -> key.startsWith("holdfast:") || touches(key, running));
        assertThat(to.keys().keySet()).isEqualTo(from.keys().keySet());
        from.keys()
                .forEach((key, value) -> assertThat(to.keys().get(key)).as(key).isEqualTo(value));
    }

    /** What ran is queued again, which was compared already. */
    private static boolean touches(String key, Set<String> running) {
        return key.startsWith("rq:wip:")
                || key.startsWith("rq:queue:")
                || running.contains(key.substring(key.lastIndexOf(':') + 1));
    }
}
