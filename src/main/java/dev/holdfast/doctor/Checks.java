package dev.holdfast.doctor;

import java.util.List;
import java.util.stream.Stream;

/** All checks, in the order in which people read them. */
final class Checks {

    static final List<Check> ALL = Stream.of(
                    ServerChecks.ALL, MemoryChecks.ALL, NetworkChecks.ALL, ConfigurationChecks.ALL, ServiceChecks.ALL)
            .flatMap(List::stream)
            .toList();

    private Checks() {}
}
