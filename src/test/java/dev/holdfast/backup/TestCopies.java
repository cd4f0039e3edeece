package dev.holdfast.backup;

import dev.holdfast.guard.TestGuards;
import dev.holdfast.link.RedisUrls;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Copies of real Redis servers, as a command makes them. */
final class TestCopies {

    private TestCopies() {}

    static Copies of(RedisServer redis) {
        return new Copies(
                TestLinks.links(),
                () -> RedisUrls.parse(redis.url(), ""),
                TestGuards.guard(),
                InstantSource.system(),
                System::nanoTime);
    }

    /** Copies what still has to run. */
    static Manifest backup(RedisServer redis, Path file) {
        return backup(redis, file, Set.of());
    }

    /** Copies everything. */
    static Manifest backupAll(RedisServer redis, Path file) {
        return backup(redis, file, EnumSet.of(Place.FINISHED, Place.FAILED, Place.CANCELED));
    }

    private static Manifest backup(RedisServer redis, Path file, Set<Place> ended) {
        try {
            return of(redis).backup(file, "", ended, 100, progress -> {});
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Restored restore(RedisServer redis, Path file) {
        return restore(redis, file, Started.QUEUE, false);
    }

    static Restored restore(RedisServer redis, Path file, Started started, boolean dry) {
        try {
            return of(redis).restore(file, "", started, dry, 100, progress -> {});
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<CopiedJob> read(Path file) {
        List<CopiedJob> jobs = new ArrayList<>();
        try {
            BackupReader.read(file, jobs::add);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return jobs;
    }
}
