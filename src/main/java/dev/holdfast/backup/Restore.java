package dev.holdfast.backup;

import dev.holdfast.backup.Page.Cursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts the jobs of a file back, which was verified before; it may end at any point and be begun again. For one thread.
 */
final class Restore {

    private static final int JOBS = 100;
    private static final long BYTES = 1_000_000;

    private final Source source;
    private final Target target;
    private final Started started;
    private final boolean dry;
    private final Consumer<Progress> progress;
    private final Restored restored;
    private final Seen orphans = new Seen();
    private final List<CopiedJob> batch = new ArrayList<>();
    private long bytes;
    private long done;

    /** @param dry whether nothing is written */
    Restore(Source source, Target target, Started started, boolean dry, Consumer<Progress> progress) {
        this.source = source;
        this.target = target;
        this.started = started;
        this.dry = dry;
        this.progress = progress;
        this.restored = new Restored(dry);
    }

    Restored go(Path file, Manifest manifest, Set<String> queues) throws IOException {
        queues.forEach(this::lookForOrphans);
        long total = manifest.tally().total() + manifest.tally().again();
        BackupReader.read(file, job -> take(job, total));
        flush(total);
        if (!dry && manifest.tally().of(Place.DEFERRED) > 0) {
            // Only now all that they may wait for is here.
            BackupReader.read(file, this::takeDeferred);
            settle();
        }
        return restored;
    }

    /** An id that stands in a queue without a job would run its job twice, if it got one. */
    private void lookForOrphans(String queue) {
        Page page = source.page(Place.QUEUED, queue, Cursor.atFirst());
        while (!page.isLast()) {
            page.withoutHash().forEach(orphans::add);
            page = source.page(Place.QUEUED, queue, page.next());
        }
    }

    private void take(CopiedJob job, long total) {
        started.apply(job).ifPresentOrElse(this::collect, restored::addSkipped);
        if (isFull()) {
            flush(total);
        }
    }

    private void collect(CopiedJob job) {
        batch.add(job);
        bytes += job.size();
    }

    private boolean isFull() {
        return batch.size() >= JOBS || bytes >= BYTES;
    }

    private void flush(long total) {
        List<RestoreCall> calls = batch.stream()
                .map(job -> RestoreCall.of(job, dry, orphans.has(job.id())))
                .toList();
        if (!calls.isEmpty()) {
            List<String> codes = target.restore(calls);
            for (int i = 0; i < codes.size(); i++) {
                restored.add(batch.get(i), codes.get(i));
            }
        }
        done += batch.size();
        forget();
        progress.accept(new Progress(done, total));
    }

    private void takeDeferred(CopiedJob job) {
        if (job.place() == Place.DEFERRED) {
            collect(job);
        }
        if (isFull()) {
            settle();
        }
    }

    private void settle() {
        if (!batch.isEmpty()) {
            target.settle(batch).stream().filter(code -> code.equals("QUEUED")).forEach(code -> restored.addSettled());
        }
        forget();
    }

    private void forget() {
        batch.clear();
        bytes = 0;
    }
}
