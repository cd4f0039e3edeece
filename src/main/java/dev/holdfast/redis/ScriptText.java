package dev.holdfast.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts as they lie beside this class. */
final class ScriptText {

    private ScriptText() {}

    static String of(String file) {
        try (InputStream text = ScriptText.class.getResourceAsStream(file)) {
            if (text == null) {
                throw new IllegalStateException(file + " is missing from this build");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
