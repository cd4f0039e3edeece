package dev.holdfast.doctor;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that was read, or the reason why it was not.
 *
 * @param why empty if it was read
 */
record Seen<T>(@Nullable T value, String why) {

    static <T> Seen<T> of(T value) {
        return new Seen<>(value, "");
    }

    static <T> Seen<T> not(String why) {
        return new Seen<>(null, why);
    }

    boolean isThere() {
        return value != null;
    }

    /** The value, where there is one. */
    T get() {
        return Objects.requireNonNull(value, why);
    }

    <R> Seen<R> map(Function<T, R> change) {
        return flatMap(it -> Seen.of(change.apply(it)));
    }

    <R> Seen<R> flatMap(Function<T, Seen<R>> change) {
        return value == null ? Seen.not(why) : change.apply(value);
    }

    /** What this says of the value; without one, that it could not be seen. */
    Judgement judge(Function<T, Judgement> judge) {
        return value == null ? Judgement.couldNotSee(why) : judge.apply(value);
    }
}
