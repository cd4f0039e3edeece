package dev.holdfast.reconcile;

import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Safety;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/**
 * From where to where jobs are brought, and what there is to know on the way.
 *
 * @param source where jobs are stranded; empty if there is no such place
 * @param home the primary, and nothing but the primary
 * @param mayDrain whether jobs may go there now
 * @param safety whether what the primary accepted in a run, so long ago, would survive a crash of it now
 * @param acceptedByBoth of jobs that a worker of the other place has taken, how many the primary has accepted as well
 */
public record WayHome(
        Optional<JobSource> source,
        JobQueue home,
        BooleanSupplier mayDrain,
        BiFunction<String, Duration, Safety> safety,
        ToLongFunction<Collection<JobId>> acceptedByBoth) {}
