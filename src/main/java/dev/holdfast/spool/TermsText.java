package dev.holdfast.spool;

import dev.holdfast.job.GroupName;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Start;
import dev.holdfast.job.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a job as a line of words, which is empty for a job that may run at once and is in no group:
 * {@code at=<seconds>}, {@code after=<id>,<id>}, {@code allow_failure}, {@code group=<name>}, {@code proof=<id>}.
 *
 * <p>The place in the line has a column of its own. Whether parents that are missing count as met is not kept: that is
 * found out anew each time.
 */
final class TermsText {

    private static final String ALLOW_FAILURE = "allow_failure";

    private TermsText() {}

    static String of(Terms terms) {
        List<String> words = new ArrayList<>();
        if (terms.start() instanceof Start.At at) {
            words.add("at=" + at.due().getEpochSecond());
        } else if (terms.start() instanceof Start.After after) {
            words.add("after="
                    + String.join(
                            ",", after.parents().stream().map(JobId::value).toList()));
            if (after.allowFailure()) {
                words.add(ALLOW_FAILURE);
            }
        }
        GroupName group = terms.group();
        if (group != null) {
            words.add("group=" + group);
        }
        JobId proof = terms.proof();
        if (proof != null) {
            words.add("proof=" + proof);
        }
        return String.join(" ", words);
    }

    /** @throws IllegalArgumentException if nobody wrote this line */
    static Terms read(String line, boolean atFront) {
        if (line.isEmpty()) {
            return new Terms(new Start.Now(), atFront, null, null);
        }
        List<String> words = Arrays.asList(line.split(" "));
        String group = after("group=", words);
        String proof = after("proof=", words);
        Terms terms = new Terms(
                start(words),
                atFront,
                group == null ? null : new GroupName(group),
                proof == null ? null : new JobId(proof));
        if (!of(terms).equals(line)) {
            throw new IllegalArgumentException("these are no terms");
        }
        return terms;
    }

    /** The jobs that this line says to wait for; none if nobody wrote it. */
    static List<JobId> parents(String line) {
        try {
            return read(line, false).parents();
        } catch (IllegalArgumentException damaged) {
            return List.of();
        }
    }

    private static Start start(List<String> words) {
        String due = after("at=", words);
        String parents = after("after=", words);
        if (due != null) {
            return new Start.At(Instant.ofEpochSecond(Long.parseLong(due)));
        } else if (parents != null) {
            List<JobId> ids = Arrays.stream(parents.split(",")).map(JobId::new).toList();
            return new Start.After(ids, words.contains(ALLOW_FAILURE), false);
        }
        return new Start.Now();
    }

    private static @Nullable String after(String beginning, List<String> words) {
        return words.stream()
                .filter(word -> word.startsWith(beginning))
                .findFirst()
                .map(word -> word.substring(beginning.length()))
                .orElse(null);
    }
}
