package dev.holdfast.enqueue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through a list within a submission. */
final class Elements {

    /** Takes one element and its JSON pointer. */
    @FunctionalInterface
    interface Visit {
        void to(@Nullable Object element, String pointer);
    }

    private Elements() {}

    /** Visits, in their order, all but those that the parser found fault with. */
    static void visit(List<?> elements, String pointer, Violations violations, Visit visit) {
        for (int i = 0; i < elements.size(); i++) {
            String index = Integer.toString(i);
            if (!violations.tookAt(pointer, index)) {
                visit.to(elements.get(i), Pointers.child(pointer, index));
            }
            violations.takeInside(pointer, index);
        }
    }
}
