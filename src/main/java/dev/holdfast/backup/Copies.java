package dev.holdfast.backup;

import dev.holdfast.guard.Guard;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.RedisUrls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Makes copies of a Redis's jobs and brings them back, over a connection of its own for each. Safe for all threads. */
public final class Copies {

    /** How long Redis may take for one answer; a page is a megabyte at most, and nobody waits for it. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Links links;
    private final Supplier<RedisUrls> urls;
    private final Guard guard;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /** @param urls asked only when no other Redis is named */
    Copies(Links links, Supplier<RedisUrls> urls, Guard guard, InstantSource clock, LongSupplier nanoTime) {
        this.links = links;
        this.urls = urls;
        this.guard = guard;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Writes a copy to this file, which must not be there.
     *
     * @param from the Redis's URL; blank for the primary
     * @param ended which jobs are wanted that need not run any more
     * @param percent of Redis's time at most
     */
    Manifest backup(Path file, String from, Set<Place> ended, int percent, Consumer<Progress> progress)
            throws IOException {
        Share share = new Share(percent, nanoTime);
        RedisUrl url = url("--from", from);
        try (BackupWriter writer = new BackupWriter(file, clock.instant());
                OpenRedis redis = new OpenRedis(links.connectionFactory(url, ANSWER))) {
            new Walk(new Source(redis.commands(), guard, share), ended, writer, progress).go();
            return writer.finish(clock.instant());
        }
    }

    /** Reads all of a file; what is wrong with it is thrown as {@link UnusableBackup}. */
    Manifest verify(Path file) throws IOException {
        return BackupReader.read(file, job -> {});
    }

    /**
     * Puts the jobs of a file back, after all of it was verified.
     *
     * @param to the Redis's URL; blank for the primary
     * @param dry whether nothing is written
     */
    Restored restore(Path file, String to, Started started, boolean dry, int percent, Consumer<Progress> progress)
            throws IOException {
        Share share = new Share(percent, nanoTime);
        Set<String> queues = new TreeSet<>();
        Manifest manifest = BackupReader.read(file, job -> queues.add(job.queue()));
        try (OpenRedis redis = new OpenRedis(links.connectionFactory(url("--to", to), ANSWER))) {
            Source source = new Source(redis.commands(), guard, share);
            Target target = new Target(redis.commands(), guard, share);
            return new Restore(source, target, started, dry, progress).go(file, manifest, queues);
        }
    }

    private RedisUrl url(String option, String given) {
        return given.isBlank() ? urls.get().primary() : RedisUrl.parse(option, given);
    }
}
