package dev.holdfast.submission;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Supplier;

/** The elements of one array, each as the bytes it was sent as, copied out of the array when it is asked for. */
final class JsonElements extends AbstractList<byte[]> implements RandomAccess {

    // Deeper than any element may be: it is refused by the reader of elements, and bounds what is remembered here.
    private static final int DEEPEST = 250;

    private final byte[] body;
    private final List<Span> spans;

    private JsonElements(byte[] body, List<Span> spans) {
        this.body = body;
        this.spans = spans;
    }

    /** The elements of the array that this parser finds in this body, read to its end. */
    static JsonElements of(byte[] body, JsonParser parser, int most, Supplier<RequestRefused> tooMany)
            throws IOException {
        return new JsonElements(body, spans(parser, new Offsets(body), most, tooMany));
    }

    @Override
    public byte[] get(int index) {
        Span span = spans.get(index);
        return Arrays.copyOfRange(body, span.start(), span.end());
    }

    @Override
    public int size() {
        return spans.size();
    }

    private static List<Span> spans(JsonParser parser, Offsets offsets, int most, Supplier<RequestRefused> tooMany)
            throws IOException {
        refuseOtherThanArray(parser.nextToken());
        List<Span> spans = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (spans.size() == most) {
                throw tooMany.get();
            }
            int start = offsets.of(parser.currentTokenLocation().getCharOffset());
            skip(parser, spans.size());
            spans.add(new Span(start, offsets.of(parser.currentLocation().getCharOffset())));
        }
        JsonTreeBuilder.refuseTrailingText(parser);
        return spans;
    }

    /** Moves behind the element that begins here. */
    private static void skip(JsonParser parser, int index) throws IOException {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth > DEEPEST) {
                throw new RequestRefused(Problem.of(
                        ProblemType.TOO_DEEP,
                        "the item with index " + index + " is nested deeper than " + DEEPEST + " levels"));
            }
            if (depth == 0) {
                parser.finishToken();
                return;
            }
            token = parser.nextToken();
        }
    }

    private static void refuseOtherThanArray(JsonToken first) {
        if (first == null) {
            throw new RequestRefused(Problem.of(ProblemType.MALFORMED_JSON, "the body is empty"));
        }
        if (first != JsonToken.START_ARRAY) {
            Violations violations = new Violations(List.of());
            violations.add("", ViolationCode.WRONG_TYPE, "is no array, must be an array of submissions");
            throw violations.refusal();
        }
    }

    /** Where in the body an element lies. */
    private record Span(int start, int end) {}

    /** Tells which byte begins a character of the text; asked about growing numbers only. */
    private static final class Offsets {

        private final byte[] body;
        private int at;
        private long chars;

        Offsets(byte[] body) {
            this.body = body;
        }

        int of(long character) {
            while (chars < character) {
                int lead = body[at] & 0xFF;
                at += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
                // What takes four bytes in UTF-8 is a pair of surrogates in Java.
                chars += lead < 0xF0 ? 1 : 2;
            }
            return at;
        }
    }
}
