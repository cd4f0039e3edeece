package dev.holdfast.submission;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Submissions read from their text, and what is wrong with them. */
final class Submissions {

    private Submissions() {}

    static Submission read(String text) {
        return SubmissionReader.read(new JsonTreeReader().read(text.getBytes(StandardCharsets.UTF_8)));
    }

    static List<String> violations(String text) {
        return listed(refusal(text)).stream()
                .map(violation -> violation.pointer() + " " + violation.code().code() + " " + violation.detail())
                .toList();
    }

    static RequestRefused refusal(String text) {
        return catchThrowableOfType(RequestRefused.class, () -> read(text));
    }

    @SuppressWarnings("unchecked")
    static List<Violation> listed(RequestRefused refused) {
        return (List<Violation>)
                Objects.requireNonNull(refused.problem().members().get("violations"));
    }
}
