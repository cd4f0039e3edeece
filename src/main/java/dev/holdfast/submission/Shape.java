package dev.holdfast.submission;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An object within a submission, of which all members are known.
 *
 * @param what how it is called, such as {@code 'retry'} or {@code a webhook}
 * @param expected what has to stand in its place, for an answer
 * @param names of its members
 */
record Shape(String what, String expected, List<String> names) {

    /**
     * Visits those of its members that say something, in their order; tells what is no object, and what nobody knows.
     */
    void visit(@Nullable Object value, String pointer, Violations violations, Consumer<Member> visit) {
        if (!(value instanceof Map<?, ?> members)) {
            violations.add(pointer, ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(value) + ", must be " + expected);
            return;
        }
        members.forEach((key, part) -> {
            String name = (String) key;
            if (!violations.tookAt(pointer, name)) {
                visit(name, part, Pointers.child(pointer, name), violations, visit);
            }
            violations.takeInside(pointer, name);
        });
    }

    /** Tells that a member is missing where it says nothing. */
    static void require(@Nullable Object object, String name, String pointer, String what, Violations violations) {
        if (object instanceof Map<?, ?> members && members.get(name) == null) {
            violations.add(Pointers.child(pointer, name), ViolationCode.REQUIRED, "is missing, must be " + what);
        }
    }

    private void visit(
            String name, @Nullable Object part, String pointer, Violations violations, Consumer<Member> visit) {
        if (!names.contains(name)) {
            violations.add(pointer, ViolationCode.UNKNOWN_MEMBER, "is unknown, " + what + " has " + listed());
        } else if (part != null) {
            // null says the same as leaving the member out.
            visit.accept(new Member(name, part, pointer));
        }
    }

    private String listed() {
        String all = names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " and " + all.substring(last + 2);
    }
}
