package dev.holdfast.doctor;

import dev.holdfast.rq.RqSettings;
import java.util.List;
import java.util.stream.Stream;

/** All checks that need no settings, in the order in which people read them. */
final class Checks {

    static final List<Check> ALL = Stream.of(
                    ServerChecks.ALL,
                    MemoryChecks.ALL,
                    NetworkChecks.ALL,
                    ConfigurationChecks.ALL,
                    WorkerChecks.ALL,
                    JobChecks.ALL,
                    ServiceChecks.ALL)
            .flatMap(List::stream)
            .toList();

    private Checks() {}

    /** All, and that which compares jobs with what this service takes the workers to be. */
    static List<Check> with(RqSettings rq) {
        return Stream.concat(ALL.stream(), Stream.of(JobChecks.serializer(rq))).toList();
    }
}
