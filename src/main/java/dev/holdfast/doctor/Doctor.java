package dev.holdfast.doctor;

import dev.holdfast.doctor.Reading.Addresses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all that can be read, within a time, and then says what it means. */
public final class Doctor {

    /** Longer than a run should take with nodes that are far away; what is not read by then is not seen. */
    static final Duration LIMIT = Duration.ofSeconds(9);

    private static final Logger log = LoggerFactory.getLogger(Doctor.class);

    private final Addresses addresses;
    private final Supplier<List<Visit>> visits;
    private final OwnReader own;
    private final List<Check> checks;
    private final ExecutorService threads;
    private final Times times;

    /** @param visits makes new ones for a run, primary first */
    Doctor(
            Addresses addresses,
            Supplier<List<Visit>> visits,
            OwnReader own,
            List<Check> checks,
            ExecutorService threads,
            Times times) {
        this.addresses = addresses;
        this.visits = visits;
        this.own = own;
        this.checks = checks;
        this.threads = threads;
        this.times = times;
    }

    Report examine() {
        long start = times.nanoTime().getAsLong();
        Reading reading = new Reading(times.clock().instant(), addresses, read(start), own.read());
        List<Finding> findings = checks.stream()
                .flatMap(check -> check.findings().apply(reading).stream())
                .toList();
        return new Report(reading, Duration.ofNanos(times.nanoTime().getAsLong() - start), findings);
    }

    private List<NodeReading> read(long start) {
        List<Visit> begun = visits.get();
        List<Future<?>> ends = new ArrayList<>();
        try {
            begun.forEach(visit -> ends.add(threads.submit(visit)));
        } catch (RejectedExecutionException busy) {
            log.warn("A look at Redis could not begin, as earlier ones have not ended");
        }
        List<NodeReading> readings = new ArrayList<>();
        for (int i = 0; i < begun.size(); i++) {
            Visit visit = begun.get(i);
            readings.add(
                    i < ends.size()
                            ? result(visit, ends.get(i), start)
                            : visit.soFar().unseen("earlier runs have not ended yet"));
        }
        return readings;
    }

    private NodeReading result(Visit visit, Future<?> end, long start) {
        try {
            end.get(Math.max(0, LIMIT.toNanos() - (times.nanoTime().getAsLong() - start)), TimeUnit.NANOSECONDS);
            return visit.soFar();
        } catch (TimeoutException late) {
            end.cancel(true);
            return visit.soFar().unseen("there was no time left for it");
        } catch (ExecutionException unforeseen) {
            log.error("A look at Redis ended in a way that nobody foresaw", unforeseen);
            return visit.soFar().unseen("looking ended in a way that nobody foresaw, see the log");
        } catch (InterruptedException interrupted) {
            end.cancel(true);
            Thread.currentThread().interrupt();
            return visit.soFar().unseen("the run was broken off");
        }
    }
}
