package dev.holdfast.submission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads JSON strictly, as RFC 8259 has it: UTF-8 only, no member twice, nothing behind the value, and no deeper than
 * 200 levels; anything else is {@link RequestRefused}.
 *
 * <p>Python's own reader gives up at about 970 levels, and what a worker cannot read fails there and not here. Takes as
 * many bytes as it is given: whoever asks has limited them. Safe for all threads.
 */
public final class JsonTreeReader {

    private final JsonFactory json;

    public JsonTreeReader() {
        json = factory();
    }

    /** Reads what the standard allows, of any size: limits are the business of whoever asks. */
    private static JsonFactory factory() {
        // The body's size is limited already, and the limits below would be answered without a pointer.
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build();
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                // Clients choose the names: none may fill the JVM's string table, none may fail by its hash.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
    }

    /** The tree in these bytes; what is not a JSON object is refused. */
    public JsonTree read(byte[] body) {
        refuseOtherEncodings(body);
        String text = new String(body, StandardCharsets.UTF_8);
        // Characters, not bytes: the parser of bytes guesses the encoding and stumbles over escaped surrogates in
        // names.
        try (JsonParser parser = json.createParser(text.toCharArray())) {
            // Without an escape, valid UTF-8 has no lone surrogates to look for.
            return new JsonTreeBuilder(parser, text.indexOf('\\') >= 0).build();
        } catch (JsonProcessingException e) {
            throw malformed(e, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The elements of the array in these bytes, each as the bytes it was sent as; what is not an array is refused.
     *
     * <p>Whether an element is a JSON object, none of it twice and no deeper than 200 levels, shows when it is read.
     *
     * @param most how many there may be; nothing is read behind them
     * @param tooMany the refusal of an array that has more
     */
    public List<byte[]> elements(byte[] body, int most, Supplier<RequestRefused> tooMany) {
        refuseOtherEncodings(body);
        // Characters, as above; but an array may be large, and its text would be two copies more.
        InputStreamReader text = new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8);
        try (JsonParser parser = json.createParser(text)) {
            return JsonElements.of(body, parser, most, tooMany);
        } catch (JsonProcessingException e) {
            throw malformed(e, new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RequestRefused malformed(JsonProcessingException fault, String text) {
        JsonLocation location = fault.getLocation();
        Place place = Place.of(text, location == null ? 0 : location.getCharOffset());
        String what = fault instanceof JsonEOFException ? "the JSON value is not complete" : "the body is not JSON";
        return refusal(ProblemType.MALFORMED_JSON, what + ", see " + place);
    }

    private static void refuseOtherEncodings(byte[] body) {
        if (Utf8.startsWithByteOrderMark(body)) {
            throw refusal(ProblemType.NOT_UTF8, "the body starts with a byte order mark, see byte 1");
        }
        int fault = Utf8.faultIn(body);
        if (fault >= 0) {
            throw refusal(ProblemType.NOT_UTF8, "the body is not UTF-8, see byte " + (fault + 1));
        }
    }

    private static RequestRefused refusal(ProblemType type, String detail) {
        return new RequestRefused(Problem.of(type, detail));
    }
}
