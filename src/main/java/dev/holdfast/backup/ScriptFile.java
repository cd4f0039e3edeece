package dev.holdfast.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts as they lie beside this class. */
final class ScriptFile {

    private ScriptFile() {}

    static String text(String file) {
        try (InputStream text = ScriptFile.class.getResourceAsStream(file)) {
            if (text == null) {
                throw new IllegalStateException(file + " is missing from this build");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
