package dev.holdfast.webhook;

import java.time.Instant;

/**
 * What is to be told, written out once and sent the same at every attempt.
 *
 * @param id the same at every attempt, by which receivers know a repetition
 * @param at when it happened
 */
record Letter(String id, Instant at, String body) {}
