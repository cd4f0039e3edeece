package dev.holdfast.doctor;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What a node says of itself in answer to INFO. */
record Info(Map<String, String> fields) {

    /** This, if it has all of these fields: servers that are like Redis leave some out. */
    Seen<Info> with(String... names) {
        Optional<String> missing =
                Arrays.stream(names).filter(name -> text(name).isEmpty()).findFirst();
        return missing.<Seen<Info>>map(name -> Seen.not("the server's INFO has no " + name))
                .orElseGet(() -> Seen.of(this));
    }

    /** Empty if there is no such field. */
    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Zero if there is no such field, or no number in it. */
    long number(String name) {
        String text = text(name);
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** The same for a fraction. */
    double fraction(String name) {
        String text = text(name);
        return text.matches("-?\\d{1,12}(\\.\\d{1,12})?") ? Double.parseDouble(text) : 0;
    }
}
