package dev.holdfast.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** A Lua script that answers with a list of strings. */
public final class Script {

    private final byte[] text;
    private final byte[] sha1;
    private final Function<String, List<ScriptCall>> rehearsals;

    /**
     * A script that is not loaded anywhere yet.
     *
     * @param rehearsals harmless calls that between them use every command the script knows, on keys that begin with the
     *     text they are given, and are answered with a first string OK; those keys are deleted before and after each
     */
    public Script(String text, Function<String, List<ScriptCall>> rehearsals) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        this.sha1 = sha1(this.text).getBytes(StandardCharsets.US_ASCII);
        this.rehearsals = rehearsals;
    }

    byte[] text() {
        return text;
    }

    /** The name under which {@code EVALSHA} finds it. */
    byte[] sha1() {
        return sha1;
    }

    List<ScriptCall> rehearsals(String key) {
        return rehearsals.apply(key);
    }

    private static String sha1(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
