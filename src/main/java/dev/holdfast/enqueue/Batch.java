package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.submission.JsonTree;
import dev.holdfast.submission.RequestRefused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way in, chunk by chunk; each job is answered for itself. For one thread.
 *
 * <p>The jobs of a chunk go together, but for those that wait for another one of the same chunk: they follow once it is
 * known that the other was accepted.
 */
final class Batch {

    private final Intake intake;
    private final FrontDesk desk;
    private final int longest;
    private final @Nullable IdempotencyKey key;
    private final Succession succession = new Succession();
    private int index;

    /**
     * @param longest how many bytes one item may have
     * @param key the key of the whole batch, of which each item gets its own
     */
    Batch(Intake intake, FrontDesk desk, int longest, @Nullable IdempotencyKey key) {
        this.intake = intake;
        this.desk = desk;
        this.longest = longest;
        this.key = key;
    }

    /** The answers to the next items. */
    List<Answer> submit(List<byte[]> items, Deadline deadline) {
        Answer[] answers = new Answer[items.size()];
        Map<Integer, Order> open = new LinkedHashMap<>();
        for (int i = 0; i < answers.length; i++) {
            try {
                open.put(i, order(items.get(i), index + i));
            } catch (RequestRefused refused) {
                answers[i] = new Answer.TurnedAway(refused.problem());
            }
        }
        place(open, answers, deadline);
        return Arrays.asList(answers);
    }

    /** Gives all of the next items the same answer, unread. */
    List<Answer> turnAway(List<byte[]> items, Problem problem) {
        succession.noteUnread(index);
        index += items.size();
        Answer answer = new Answer.TurnedAway(problem);
        return items.stream().map(item -> answer).toList();
    }

    /** Answers the orders among the next items, by their position there. */
    void place(Map<Integer, Order> open, Answer[] answers, Deadline deadline) {
        while (!open.isEmpty()) {
            settle(open, answers, deadline);
        }
        index += answers.length;
    }

    private Order order(byte[] item, int number) {
        JsonTree tree;
        try {
            tree = read(item);
        } catch (RequestRefused refused) {
            succession.noteUnread(number);
            throw refused;
        }
        try {
            return intake.takeItem(tree, key == null ? null : key.ofItem(number));
        } catch (RequestRefused refused) {
            if (tree.members().get("job_id") instanceof String id && JobId.objection(id) == null) {
                succession.note(new JobId(id), number, new Answer.TurnedAway(refused.problem()));
            }
            throw refused;
        }
    }

    private JsonTree read(byte[] item) {
        if (item.length > longest) {
            throw new RequestRefused(Problem.of(
                    ProblemType.PAYLOAD_TOO_LARGE, "the job is larger than " + longest + " bytes, which is the limit"));
        }
        return intake.read(item);
    }

    /** Settles what is open and waits for nothing else that is: the first one at least. */
    private void settle(Map<Integer, Order> open, Answer[] answers, Deadline deadline) {
        List<Integer> ready = ready(open);
        List<Integer> placed = new ArrayList<>();
        for (int i : ready) {
            Problem objection = succession.objectionTo(order(open, i).job());
            if (objection == null) {
                placed.add(i);
            } else {
                settle(i, order(open, i), new Answer.TurnedAway(objection), answers);
            }
        }
        List<Answer> given = placed.isEmpty()
                ? List.of()
                : desk.place(placed.stream().map(i -> order(open, i)).toList(), deadline);
        for (int i = 0; i < given.size(); i++) {
            settle(placed.get(i), order(open, placed.get(i)), given.get(i), answers);
        }
        ready.forEach(open::remove);
    }

    private void settle(int i, Order order, Answer answer, Answer[] answers) {
        answers[i] = answer;
        succession.note(order.id(), index + i, answer);
    }

    private static List<Integer> ready(Map<Integer, Order> open) {
        Set<JobId> ahead = new HashSet<>();
        Set<JobId> held = new HashSet<>();
        List<Integer> ready = new ArrayList<>();
        open.forEach((i, order) -> {
            // Of two items with one id the first comes first.
            boolean waits = held.contains(order.id())
                    || Succession.parents(order.job()).stream().anyMatch(ahead::contains);
            ahead.add(order.id());
            if (waits) {
                held.add(order.id());
            } else {
                ready.add(i);
            }
        });
        return ready;
    }

    private static Order order(Map<Integer, Order> open, int i) {
        return Objects.requireNonNull(open.get(i));
    }
}
