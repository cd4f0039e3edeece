package dev.holdfast.submission;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds one tree from one parser. Not for several threads. */
final class JsonTreeBuilder {

    private static final int DEEPEST = 200;
    private static final int MOST_DIGITS = 1000;

    private final JsonParser parser;
    private final boolean mayHaveLoneSurrogates;
    private final List<Violation> faults = new ArrayList<>();

    JsonTreeBuilder(JsonParser parser, boolean mayHaveLoneSurrogates) {
        this.parser = parser;
        this.mayHaveLoneSurrogates = mayHaveLoneSurrogates;
    }

    JsonTree build() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new RequestRefused(Problem.of(ProblemType.MALFORMED_JSON, "the body is empty"));
        }
        if (first == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> members = object(1);
            refuseTrailingText(parser);
            return new JsonTree(members, faults);
        }
        Object other = value(first, 0);
        refuseTrailingText(parser);
        Violations violations = new Violations(List.of());
        violations.add("", ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(other) + ", must be an object");
        throw violations.refusal();
    }

    static void refuseTrailingText(JsonParser parser) throws IOException {
        boolean trails;
        try {
            trails = parser.nextToken() != null;
        } catch (JsonProcessingException e) {
            trails = true;
        }
        if (trails) {
            throw new RequestRefused(
                    Problem.of(ProblemType.TRAILING_TEXT, "there is text behind the JSON value; send one value only"));
        }
    }

    private @Nullable Object value(JsonToken token, int depth) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(depth + 1);
            case START_ARRAY -> array(depth + 1);
            case VALUE_STRING -> text(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> real();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("the parser gave " + token + " for a value");
        };
    }

    private Map<String, @Nullable Object> object(int depth) throws IOException {
        refuseDeeperThanAllowed(depth);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = text(parser.currentName());
            Object value = value(parser.nextToken(), depth);
            int before = members.size();
            members.put(name, value);
            if (members.size() == before) {
                String pointer = Pointers.shown(pointer());
                throw new RequestRefused(
                        Problem.of(ProblemType.DUPLICATE_MEMBER, "an object has a member twice, see the member pointer")
                                .with("pointer", pointer));
            }
        }
        return members;
    }

    private List<@Nullable Object> array(int depth) throws IOException {
        refuseDeeperThanAllowed(depth);
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token, depth));
        }
        return elements;
    }

    private void refuseDeeperThanAllowed(int depth) {
        if (depth > DEEPEST) {
            throw new RequestRefused(Problem.of(
                    ProblemType.TOO_DEEP,
                    "the value is nested deeper than " + DEEPEST + " levels, limit is " + DEEPEST));
        }
    }

    private String text(String text) {
        if (mayHaveLoneSurrogates && Texts.hasLoneSurrogate(text)) {
            fault(ViolationCode.LONE_SURROGATE, "has half of a surrogate pair, which no UTF-8 can carry");
        }
        return text;
    }

    private Number integer() throws IOException {
        int digits = parser.getTextLength() - (parser.getTextCharacters()[parser.getTextOffset()] == '-' ? 1 : 0);
        if (digits > MOST_DIGITS) {
            fault(ViolationCode.NUMBER_TOO_LONG, "has " + digits + " digits, limit is " + MOST_DIGITS);
            return 0L;
        }
        return digits < 19 ? (Number) parser.getLongValue() : exact();
    }

    /** The integer as Long or, where that is too small, as BigInteger. */
    private Number exact() throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue()
                : (Number) parser.getLongValue();
    }

    private Double real() throws IOException {
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            fault(ViolationCode.NOT_FINITE, "is too large for a floating-point number; send it as text");
        }
        return value;
    }

    private void fault(ViolationCode code, String detail) {
        // One more than are ever listed, for the answer says that there are more.
        if (faults.size() <= Violations.MOST_LISTED) {
            faults.add(new Violation(pointer(), code, detail));
        }
    }

    private String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
