package dev.holdfast.submission;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Goes through a list within a submission. */
final class Elements {

    private Elements() {}

    /** Visits, in their order, all but those that the parser found fault with, each with its JSON pointer. */
    static void visit(
            List<?> elements, String pointer, Violations violations, BiConsumer<@Nullable Object, String> visit) {
        for (int i = 0; i < elements.size(); i++) {
            String index = Integer.toString(i);
            if (!violations.tookAt(pointer, index)) {
                visit.accept(elements.get(i), Pointers.child(pointer, index));
            }
            violations.takeInside(pointer, index);
        }
    }
}
