package dev.holdfast.maintenance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time ahead in which no submissions will be taken.
 *
 * @param id what operators call it
 * @param message what callers are told, in the operator's words; null if they said nothing
 */
public record PlannedWindow(
        String id, Instant from, Instant until, @Nullable String message) {}
