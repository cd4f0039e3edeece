package dev.holdfast.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * A Lua script that answers with a list of strings.
 *
 * @param rehearsals harmless calls that between them use every command the script knows, on keys that begin with the text
 *     they are given, and are answered with OK; those keys are deleted before and after each
 */
public record Script(String text, Function<String, List<ScriptCall>> rehearsals) {

    /** The name under which {@code EVALSHA} finds it. */
    String sha1() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
