package dev.holdfast.rq;

import dev.holdfast.job.GroupName;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Start;
import dev.holdfast.job.TaskName;
import dev.holdfast.job.Terms;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/** Every kind of valid {@link EnqueueCall}, for property tests. */
public final class AnyCall {

    private static final String WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    private static final List<String> TASKS =
            List.of("tasks.add", "a.b.C.d", "caf\u00e9.m\u00fcller", "_._", "\u65e5\u672c.\u8a9e");
    private static final List<String> TRICKY =
            List.of("", "'", "\"", "\\", "'\"", "\0", "\u007f", "\u0085", "\u2028", "\ufffe", "\uffff", "\ud83d\ude00");

    private final Random random;

    private AnyCall(Random random) {
        this.random = random;
    }

    public static Arbitrary<EnqueueCall> calls() {
        return Arbitraries.randomValue(random -> new AnyCall(random).call());
    }

    /** Plain trees of a few levels. */
    public static Arbitrary<@Nullable Object> trees() {
        return Arbitraries.randomValue(random -> new AnyCall(random).tree(4));
    }

    // The class file of a record does not tell that its lists and maps may hold null.
    @SuppressWarnings("NullAway")
    private EnqueueCall call() {
        return new EnqueueCall(
                new JobId(word(WORD, 200)),
                new QueueName(word(WORD + ".", 128)),
                new TaskName(oneOf(TASKS)),
                list(4),
                map(4),
                orNull(this::text),
                orNull(() -> random.nextInt(4) == 0 ? -1 : number(1)),
                orNull(() -> number(1)),
                orNull(() -> number(-1)),
                orNull(() -> number(-1)),
                random.nextBoolean() ? map(4) : Map.of(),
                orNull(this::retry),
                orNull(() -> new Repeat(number(1), intervals())),
                new Callbacks(orNull(this::callback), orNull(this::callback), orNull(this::callback)),
                random.nextBoolean() ? List.of() : List.of(webhook(), webhook()),
                new Terms(
                        start(), random.nextBoolean(), orNull(this::group), orNull(() -> new JobId(word(WORD, 200)))));
    }

    private Start start() {
        return switch (random.nextInt(3)) {
            case 0 -> new Start.Now();
            case 1 -> new Start.At(Instant.ofEpochSecond(number(0)));
            default ->
                new Start.After(
                        Stream.generate(() -> new JobId(word(WORD, 200)))
                                .limit(1 + random.nextInt(4))
                                .distinct()
                                .toList(),
                        random.nextBoolean(),
                        random.nextBoolean());
        };
    }

    private Callback callback() {
        return new Callback(new TaskName(oneOf(TASKS)), orNull(() -> number(1)));
    }

    private GroupName group() {
        return new GroupName(word(WORD + ".:", 128));
    }

    private Webhook webhook() {
        return new Webhook(
                "https://h/" + text(),
                random.nextBoolean() ? "finished" : "failed",
                random.nextBoolean() ? "GET" : "POST",
                random.nextBoolean() ? Map.of() : Map.of(word(WORD, 20), text()),
                number(1));
    }

    private @Nullable Object tree(int levels) {
        return switch (random.nextInt(levels > 0 ? 10 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> new BigInteger(random.nextInt(14_000), random).negate();
            case 4 -> aDouble();
            case 5, 6 -> text();
            case 7 -> map(levels - 1);
            default -> list(levels - 1);
        };
    }

    private List<@Nullable Object> list(int levels) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            list.add(tree(levels));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(int levels) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            map.put(text(), tree(levels));
        }
        return map;
    }

    private Double aDouble() {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) && random.nextBoolean() ? value : random.nextInt(1000) / 8.0;
    }

    /** Text of any characters of Unicode, mostly of those that are written in a way of their own. */
    private String text() {
        StringBuilder out = new StringBuilder();
        for (int left = random.nextInt(random.nextInt(10) == 0 ? 300 : 12); left > 0; left--) {
            int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
            switch (random.nextInt(4)) {
                case 0 -> out.append(oneOf(TRICKY));
                case 1 -> out.appendCodePoint(Character.getType(codePoint) == Character.SURROGATE ? 'x' : codePoint);
                default -> out.append((char) random.nextInt(128));
            }
        }
        return out.toString();
    }

    private Retry retry() {
        return new Retry(number(1), intervals(), random.nextBoolean());
    }

    private List<Integer> intervals() {
        List<Integer> intervals = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            intervals.add(number(0));
        }
        return intervals;
    }

    /** From the least to the greatest integer of 31 bits, small ones and both ends more often than by chance. */
    private int number(int least) {
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> Integer.MAX_VALUE;
            default -> least + (random.nextInt(Integer.MAX_VALUE - 1) >> random.nextInt(31));
        };
    }

    private String word(String characters, int longest) {
        StringBuilder out = new StringBuilder();
        for (int left = 1 + random.nextInt(longest); left > 0; left--) {
            out.append(characters.charAt(random.nextInt(characters.length())));
        }
        return out.toString();
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }
}
