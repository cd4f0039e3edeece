package dev.holdfast.outage;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What clients submitted and were told. Safe for all threads; a submission is added when it is over. */
final class History {

    private final ConcurrentLinkedQueue<Submission> submissions = new ConcurrentLinkedQueue<>();

    void add(Submission submission) {
        submissions.add(submission);
    }

    /** The ids of all promises, one for each submission. */
    List<String> acknowledgedIds() {
        return submissions.stream()
                .filter(Submission::isAcknowledged)
                .map(Submission::acknowledgedId)
                .toList();
    }

    Set<String> givenUpIds() {
        return submissions.stream()
                .filter(Submission::isGivenUpInDoubt)
                .flatMap(Submission::ids)
                .collect(Collectors.toSet());
    }

    /** Every id that a client sent or was told. */
    Set<String> knownIds() {
        return submissions.stream().flatMap(Submission::ids).collect(Collectors.toSet());
    }

    /** Those that ended with neither a promise nor a doubt. */
    List<Submission> unanswered() {
        return submissions.stream()
                .filter(submission -> !submission.isAcknowledged() && !submission.isGivenUpInDoubt())
                .toList();
    }

    /** Whoever went by this id. */
    List<Submission> of(String id) {
        return submissions.stream()
                .filter(submission -> submission.ids().anyMatch(id::equals))
                .toList();
    }

    /** How many promises named this place so far: a node, or {@code disk}. */
    long promisesOf(String node) {
        return count(answer -> answer.isPromise() && answer.node().equals(node));
    }

    long promises() {
        return count(Answer::isPromise);
    }

    /** Whoever was told something else than a promise, or nothing. */
    List<Submission> refused() {
        return submissions.stream()
                .filter(submission -> !submission.answers().stream().allMatch(Answer::isPromise))
                .toList();
    }

    long requests() {
        return answers().count();
    }

    Duration longest() {
        return answers().map(Answer::took).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    long longerThan(Duration limit) {
        return count(answer -> answer.took().compareTo(limit) > 0);
    }

    private long count(Predicate<Answer> predicate) {
        return answers().filter(predicate).count();
    }

    private Stream<Answer> answers() {
        return submissions.stream().flatMap(submission -> submission.answers().stream());
    }
}
