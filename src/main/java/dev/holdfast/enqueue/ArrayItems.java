package dev.holdfast.enqueue;

import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.submission.JsonTreeReader;
import dev.holdfast.submission.RequestRefused;
import java.util.List;

/**
 * The elements of a JSON array, which was read to its end before the first of them is given away: an array that is not
 * JSON, or too long, places nothing.
 */
final class ArrayItems implements Items {

    private final List<byte[]> elements;
    private int next;

    private ArrayItems(List<byte[]> elements) {
        this.elements = elements;
    }

    /** @param most how many elements there may be */
    static ArrayItems of(byte[] body, JsonTreeReader json, int most) {
        return new ArrayItems(json.elements(body, most, () -> tooMany(most)));
    }

    static RequestRefused tooMany(int most) {
        return new RequestRefused(Problem.of(
                ProblemType.PAYLOAD_TOO_LARGE, "the batch has more than " + most + " jobs, which is the limit"));
    }

    @Override
    public List<byte[]> next() {
        int end = Math.min(next + CHUNK, elements.size());
        List<byte[]> chunk = List.copyOf(elements.subList(next, end));
        next = end;
        return chunk;
    }
}
