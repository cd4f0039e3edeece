package dev.holdfast.incident;

import java.time.Instant;

/** A time in which this service ran, so that it would have noticed an incident. */
public record Span(Instant from, Instant until) {}
