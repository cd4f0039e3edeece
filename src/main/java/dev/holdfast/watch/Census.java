package dev.holdfast.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * What RQ has in one database: its queues and its workers, {@value #MOST} of each at most.
 *
 * @param at when it was looked at
 * @param queues those that RQ lists, by name; one on which a worker waits, and nobody has ever put a job, is not
 * @param workers those that RQ lists, dead ones that nobody has cleaned up included
 * @param suspended whether all workers were told to pause
 * @param complete whether there are no more than these
 */
public record Census(Instant at, List<Queue> queues, List<Worker> workers, boolean suspended, boolean complete) {

    /** How many queues, and how many workers, are looked at: some thousand short commands. */
    public static final int MOST = 500;

    public Census {
        queues = List.copyOf(queues);
        workers = List.copyOf(workers);
    }

    /**
     * Counts in four pipelines or a few more, and writes nothing. Throws Spring's {@code DataAccessException} if any of
     * it cannot be read.
     *
     * @param now what the time is, to tell what is due
     */
    public static Census read(RedisConnection redis, Instant now) {
        return new CensusReader(redis, now).read();
    }

    /** How many workers that live listen on this queue. */
    public long workersOn(Queue queue) {
        return workersOfQueue(queue.name());
    }

    /** The same for a queue that RQ need not list here. */
    long workersOfQueue(String name) {
        return workers.stream()
                .filter(worker -> worker.alive() && worker.queues().contains(name))
                .count();
    }

    public long workersAlive() {
        return workers.stream().filter(Worker::alive).count();
    }

    /**
     * A queue and the jobs that belong to it.
     *
     * @param name whatever RQ has: not necessarily one that this service would take
     * @param depth how many wait to be run
     * @param oldest since when the job that is next has waited; empty if none waits, or it does not say
     * @param due how many of the scheduled should have been queued by now
     * @param abandoned how many of the started have a worker that was not heard of for longer than RQ allows
     * @param scheduler whether some worker moves what is scheduled, retries with a wait included
     */
    public record Queue(
            String name,
            long depth,
            Optional<Instant> oldest,
            long scheduled,
            long due,
            long deferred,
            long started,
            long abandoned,
            long failed,
            long finished,
            boolean scheduler) {

        /** For how long the job that is next has waited at that moment; a clock that is behind gives zero. */
        public Optional<Duration> waited(Instant at) {
            return oldest.map(since -> since.isAfter(at) ? Duration.ZERO : Duration.between(since, at));
        }
    }

    /**
     * A worker, as it registered itself.
     *
     * @param queues on which it listens, in its order
     * @param state RQ's word, such as {@code busy} or {@code idle}
     * @param heartbeat when it was last heard of; an idle one says something every 7 minutes only
     * @param version of RQ; empty if it does not say
     */
    public record Worker(
            String name, List<String> queues, String state, Optional<Instant> heartbeat, Optional<String> version) {

        public Worker {
            queues = List.copyOf(queues);
        }

        /**
         * Whether RQ itself takes it for alive. One that was killed hard counts until its key expires: for 8 minutes
         * after its last word, unless its own {@code worker_ttl} says otherwise.
         */
        public boolean alive() {
            return !queues.isEmpty() && heartbeat.isPresent();
        }
    }
}
