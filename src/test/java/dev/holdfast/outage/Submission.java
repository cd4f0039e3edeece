package dev.holdfast.outage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One job that a client wants to have run, and all that it was told about it. For one thread. */
final class Submission {

    private final int number;
    private final Habit habit;
    private final String prefix;
    private final List<Answer> answers = new ArrayList<>();

    /** The prefix tells it from those of other histories. */
    Submission(String prefix, int number, Habit habit) {
        this.prefix = prefix;
        this.number = number;
        this.habit = habit;
    }

    String body() {
        String id = idToSend();
        String member = id.isEmpty() ? "" : ", \"job_id\": \"" + id + "\"";
        return "{\"task\": \"tasks.outage\", \"args\": [\"" + name() + "\"]" + member + "}";
    }

    /** The {@code Idempotency-Key}, empty without one. */
    String key() {
        return habit == Habit.KEY ? name() : "";
    }

    void answered(Answer answer) {
        answers.add(answer);
    }

    boolean wantsRepeat() {
        Answer last = last();
        return last.status() == 503 && !(habit == Habit.GIVES_UP && last.isInDoubt());
    }

    boolean isAcknowledged() {
        return last().isPromise();
    }

    /** It may be there or not: nobody will ask again. */
    boolean isGivenUpInDoubt() {
        return habit == Habit.GIVES_UP && last().isInDoubt();
    }

    /** The id under which it was acknowledged. */
    String acknowledgedId() {
        return last().jobId();
    }

    /** All ids that it went by: the client's own, and those that it was told. */
    Stream<String> ids() {
        return Stream.concat(Stream.of(idToSend()), answers.stream().map(Answer::jobId))
                .filter(id -> !id.isEmpty())
                .distinct();
    }

    List<Answer> answers() {
        return answers;
    }

    @Override
    public String toString() {
        return habit + " " + name() + " " + ids().toList() + " " + answers;
    }

    private String name() {
        return prefix + "-" + number;
    }

    private Answer last() {
        return answers.get(answers.size() - 1);
    }

    private String idToSend() {
        return switch (habit) {
            case OWN_ID -> name();
            case ASKS_AGAIN ->
                answers.stream()
                        .filter(Answer::isInDoubt)
                        .map(Answer::jobId)
                        .findFirst()
                        .orElse("");
            case KEY, GIVES_UP -> "";
        };
    }
}
