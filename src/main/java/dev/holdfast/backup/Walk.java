package dev.holdfast.backup;

import dev.holdfast.backup.Page.Cursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Goes through all queues and registries in the direction in which jobs move, so that one that moves meanwhile is met
 * where it was, where it is, or in both places. For one thread.
 */
final class Walk {

    /** A walk that never ends, because jobs are pushed as fast as they are read, ends after so many more. */
    private static final long MORE = 10_000;

    private static final List<Place> BEFORE_THE_QUEUE = List.of(Place.STARTED, Place.DEFERRED, Place.SCHEDULED);
    /** What a worker takes from the queue is met behind it. */
    private static final List<Place> QUEUE_AND_BEHIND = List.of(Place.QUEUED, Place.TAKEN, Place.STARTED);

    private final Source source;
    private final Set<Place> ended;
    private final BackupWriter writer;
    private final Consumer<Progress> progress;
    private final Seen seen = new Seen();
    /** Those that were running at first, who are met again where jobs arrive that are started. */
    private final Set<String> running = new HashSet<>();

    private long total;
    private long done;

    /**
     * A walk to be taken once.
     *
     * @param ended which of the registries are wanted of jobs that need not run any more
     */
    Walk(Source source, Set<Place> ended, BackupWriter writer, Consumer<Progress> progress) {
        this.source = source;
        this.ended = ended;
        this.writer = writer;
        this.progress = progress;
    }

    void go() throws IOException {
        List<String> queues = List.copyOf(source.queues());
        List<Place> wanted = new ArrayList<>(BEFORE_THE_QUEUE);
        wanted.addAll(QUEUE_AND_BEHIND);
        wanted.addAll(ended);
        for (String queue : queues) {
            for (Place place : Set.copyOf(wanted)) {
                total += source.count(place, queue);
            }
        }
        for (Place place : BEFORE_THE_QUEUE) {
            for (String queue : queues) {
                go(place, queue);
            }
        }
        for (String queue : queues) {
            for (Place place : QUEUE_AND_BEHIND) {
                go(place, queue);
            }
        }
        for (Place place : ended) {
            for (String queue : queues) {
                go(place, queue);
            }
        }
    }

    private void go(Place place, String queue) throws IOException {
        Cursor cursor = Cursor.atFirst();
        long most = Long.MAX_VALUE;
        while (cursor.read() <= most) {
            Page page = source.page(place, queue, cursor);
            if (cursor.marks().isEmpty()) {
                most = 2 * page.total() + MORE;
            }
            if (page.isLast()) {
                return;
            }
            for (CopiedJob job : page.jobs()) {
                write(job);
            }
            for (int i = 0; i < page.withoutHash().size(); i++) {
                writer.addWithoutHash();
            }
            done += page.jobs().size();
            total = Math.max(total, done);
            progress.accept(new Progress(done, total));
            cursor = page.next();
        }
    }

    private void write(CopiedJob job) throws IOException {
        if (job.place() == Place.STARTED && running.size() < MORE && !running.add(job.id())) {
            return;
        }
        writer.add(seen.add(job.id()) ? job.seenBefore() : job);
    }
}
