package dev.holdfast.enqueue;

import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.submission.RequestRefused;
import dev.holdfast.submission.Shown;
import java.util.regex.Pattern;

/**
 * A client's own name for a submission: 1 to 255 visible ASCII characters, sent in the header {@code Idempotency-Key}
 * (draft-ietf-httpapi-idempotency-key-header-07).
 */
record IdempotencyKey(String value) {

    private static final int LONGEST = 255;
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7E]*");

    /** The key in a header, quoted as the draft has it or bare as most clients send it; both forms name one key. */
    static IdempotencyKey parse(String header) {
        return checked(header.startsWith("\"") ? unquoted(header) : header);
    }

    /** The key in a member {@code idempotency_key}, which needs no quotes of its own. */
    static IdempotencyKey ofMember(Object value) {
        if (!(value instanceof String text)) {
            throw refusal("is " + Shown.kindOf(value) + ", must be a string");
        }
        return checked(text);
    }

    /** The key of one item of a batch that came under this key; no client can send it. */
    IdempotencyKey ofItem(int index) {
        return new IdempotencyKey(value + '\0' + index);
    }

    private static IdempotencyKey checked(String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw refusal("has " + value.length() + " characters, must have 1 to " + LONGEST);
        }
        if (!VISIBLE.matcher(value).matches()) {
            throw refusal("has other characters than visible ASCII");
        }
        return new IdempotencyKey(value);
    }

    static RequestRefused refusal(String wrong) {
        return new RequestRefused(Problem.of(ProblemType.INVALID_IDEMPOTENCY_KEY, "the Idempotency-Key " + wrong));
    }

    private static String unquoted(String header) {
        StringBuilder value = new StringBuilder(header.length());
        for (int i = 1; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '"') {
                if (i != header.length() - 1) {
                    throw refusal("has text behind the closing quote");
                }
                return value.toString();
            }
            if (c == '\\') {
                i++;
                if (i == header.length() || (header.charAt(i) != '"' && header.charAt(i) != '\\')) {
                    throw refusal("has a backslash before something else than a quote or a backslash");
                }
                c = header.charAt(i);
            }
            value.append(c);
        }
        throw refusal("has no closing quote");
    }
}
