package dev.holdfast.submission;

/** JSON pointers (RFC 6901) as text. */
final class Pointers {

    private static final int LONGEST_SHOWN = 200;

    private Pointers() {}

    static String child(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer as it may stand in an answer: not too long, and without halves of characters. */
    static String shown(String pointer) {
        String whole = Texts.withoutLoneSurrogates(pointer);
        return Texts.shortened(whole, LONGEST_SHOWN);
    }
}
