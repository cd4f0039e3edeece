package dev.holdfast.backup;

import java.nio.charset.StandardCharsets;

/** Bytes as text in which each character is one byte, and back. */
final class Latin {

    private Latin() {}

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
