package dev.holdfast.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The doctor for whoever reaches it, so it names no hosts, one run at a time, and none for as long as the last is fresh:
 * asking often costs Redis nothing.
 */
@Endpoint(id = "doctor")
final class DoctorEndpoint {

    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Supplier<Report> examine;
    private final LongSupplier nanoTime;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable Last last;

    private record Last(ReportJson report, long at) {}

    DoctorEndpoint(Supplier<Report> examine, LongSupplier nanoTime) {
        this.examine = examine;
        this.nanoTime = nanoTime;
    }

    @ReadOperation
    WebEndpointResponse<ReportJson> report() {
        Last known = last;
        if (known != null && nanoTime.getAsLong() - known.at() < FRESH.toNanos()) {
            return new WebEndpointResponse<>(known.report());
        }
        if (!running.compareAndSet(false, true)) {
            // The web server's threads are for those who bring jobs.
            return known != null
                    ? new WebEndpointResponse<>(known.report())
                    : new WebEndpointResponse<>(
                            new ReportJson(Verdict.COULD_NOT_SEE.word(), 0, List.of()),
                            WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
        }
        try {
            ReportJson report = ReportJson.of(examine.get());
            last = new Last(report, nanoTime.getAsLong());
            return new WebEndpointResponse<>(report);
        } finally {
            running.set(false);
        }
    }
}
