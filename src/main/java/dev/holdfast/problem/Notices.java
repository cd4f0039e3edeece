package dev.holdfast.problem;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What answers say about the incident that is open, for rooms that know nothing of incidents; no I/O. Safe for all
 * threads.
 *
 * @param open the incident's notice; empty while there is none
 * @param refused is told of each submission that is answered 503
 */
public record Notices(Supplier<Optional<Notice>> open, Runnable refused, InstantSource clock) {

    /** For a house in which nothing ever happens. */
    public static Notices none() {
        return new Notices(Optional::empty, () -> {}, InstantSource.fixed(Instant.EPOCH));
    }

    /** The member {@code incident} of an answer; null while there is none. */
    public @Nullable Map<String, Object> members() {
        return open.get().map(Notice::members).orElse(null);
    }

    /** The same problem, and the incident in which it came about. */
    Problem addTo(Problem problem) {
        return problem.type().passes()
                ? open.get().map(notice -> addTo(problem, notice)).orElse(problem)
                : problem;
    }

    private Problem addTo(Problem problem, Notice notice) {
        Duration usual = problem.retryAfter();
        Duration wait = usual == null ? null : retryAfter(notice, problem.type(), usual);
        return new Problem(problem.type(), problem.detail(), problem.members(), wait)
                .with("incident", notice.members());
    }

    /** An estimate says when Redis will be back, and nothing about a doubt or about too many requests. */
    Duration retryAfter(Notice notice, ProblemType type, Duration usual) {
        return type == ProblemType.REDIS_UNAVAILABLE ? notice.retryAfter(usual, clock.instant()) : usual;
    }
}
