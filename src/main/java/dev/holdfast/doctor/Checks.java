package dev.holdfast.doctor;

import dev.holdfast.rq.RqSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All checks, in the order in which people read them. */
final class Checks {

    /** For a service whose workers are as it takes them to be when nobody says otherwise. */
    static final List<Check> ALL = with(new RqSettings("default", "json", Duration.ofMinutes(3), Map.of()));

    private Checks() {}

    /** @param rq what the service takes its workers to be */
    static List<Check> with(RqSettings rq) {
        return Stream.of(
                        ServerChecks.ALL,
                        MemoryChecks.ALL,
                        NetworkChecks.ALL,
                        ConfigurationChecks.ALL,
                        WorkerChecks.ALL,
                        JobChecks.all(rq),
                        ServiceChecks.ALL)
                .flatMap(List::stream)
                .toList();
    }
}
