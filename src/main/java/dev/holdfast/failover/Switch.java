package dev.holdfast.failover;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One change of the active node, for people.
 *
 * @param at when, as in RFC 3339
 * @param from the node that was left, or {@code none}
 * @param to the node that takes jobs since, or {@code none}
 * @param cause the refusal that made it necessary, or what allowed it
 * @param reason what the operator said, who made it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Switch(
        String at,
        String from,
        String to,
        String cause,
        @Nullable String reason) {}
