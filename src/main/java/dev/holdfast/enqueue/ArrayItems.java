package dev.holdfast.enqueue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The elements of a JSON array, which was read to its end before the first of them is given away: an array that is not
 * JSON, or too long, places nothing.
 */
final class ArrayItems implements Items {

    // Deeper than any element may be: it is refused by the reader of elements, and bounds what is remembered here.
    private static final int DEEPEST = 250;

    private final byte[] body;
    private final List<Span> spans;
    private int next;

    private ArrayItems(byte[] body, List<Span> spans) {
        this.body = body;
        this.spans = spans;
    }

    /** @param most how many elements there may be */
    static ArrayItems of(byte[] body, JsonFactory json, int most) {
        JsonTreeReader.refuseOtherEncodings(body);
        // As characters: see JsonTreeReader.
        InputStreamReader text = new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8);
        try (JsonParser parser = json.createParser(text)) {
            return new ArrayItems(body, spans(parser, new Offsets(body), most));
        } catch (JsonProcessingException e) {
            throw JsonTreeReader.malformed(e, new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RequestRefused tooMany(int most) {
        return new RequestRefused(Problem.of(
                ProblemType.PAYLOAD_TOO_LARGE, "the batch has more than " + most + " jobs, which is the limit"));
    }

    @Override
    public List<byte[]> next() {
        int end = Math.min(next + CHUNK, spans.size());
        List<byte[]> chunk = spans.subList(next, end).stream()
                .map(span -> Arrays.copyOfRange(body, span.start(), span.end()))
                .toList();
        next = end;
        return chunk;
    }

    private static List<Span> spans(JsonParser parser, Offsets offsets, int most) throws IOException {
        refuseOtherThanArray(parser.nextToken());
        List<Span> spans = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (spans.size() == most) {
                throw tooMany(most);
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
