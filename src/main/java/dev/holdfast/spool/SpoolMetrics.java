package dev.holdfast.spool;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The meters of the spool, read off what it knows without asking the disk. */
final class SpoolMetrics implements MeterBinder {

    private final Spool spool;
    private final SpoolOperator operator;

    SpoolMetrics(Spool spool, SpoolOperator operator) {
        this.spool = spool;
        this.operator = operator;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        jobs(registry, "waiting", SpoolState::waiting);
        jobs(registry, "sent_to_primary", SpoolState::sentToPrimary);
        jobs(registry, "sent_to_standby", SpoolState::sentToStandby);
        jobs(registry, "set_aside", SpoolState::aside);
        jobs(registry, "withdrawn", state -> state.withdrawn().all());
        Gauge.builder("holdfast.spool.bytes", spool, it -> it.state().bytes())
                .baseUnit("bytes")
                .description("What the jobs take of the disk")
                .register(registry);
        Gauge.builder("holdfast.spool.oldest", spool, it -> seconds(it.state()))
                .baseUnit("seconds")
                .description(
                        "How long the oldest job that is neither set aside nor withdrawn has been on the disk; NaN if there is none")
                .register(registry);
        Gauge.builder("holdfast.spool.accepting", spool, it -> it.state().takesJobs() ? 1 : 0)
                .description("Whether the disk takes jobs: 1 is yes")
                .register(registry);
        FunctionCounter.builder(
                        "holdfast.spool.missing", spool, it -> it.state().missing())
                .description("Jobs at most that a damaged disk has taken")
                .register(registry);
        FunctionTimer.builder("holdfast.spool.commit", spool, Spool::commits, Spool::commitNanos, TimeUnit.NANOSECONDS)
                .description("Groups of rows, from their first to the moment when all are on the disk")
                .register(registry);
        doubles(registry, "max_hold", spool, Spool::letGo);
        doubles(registry, "released", operator, SpoolOperator::released);
    }

    private void jobs(MeterRegistry registry, String state, ToLongFunction<SpoolState> count) {
        Gauge.builder("holdfast.spool.jobs", spool, it -> count.applyAsLong(it.state()))
                .tag("state", state)
                .description("Jobs on this service's disk")
                .register(registry);
    }

    private static <T> void doubles(MeterRegistry registry, String cause, T source, ToDoubleFunction<T> count) {
        FunctionCounter.builder("holdfast.possible.doubles", source, count)
                .tag("cause", cause)
                .description("Jobs that may run twice, by the reason why nothing could tell")
                .register(registry);
    }

    private static double seconds(SpoolState state) {
        return state.oldest()
                .map(Duration::toMillis)
                .map(millis -> millis / 1e3)
                .orElse(Double.NaN);
    }
}
