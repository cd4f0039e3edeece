package dev.holdfast.testing;

import java.util.Locale;

/**
 * What a {@link FakeRedis} makes of one command.
 *
 * @param executes whether the script runs, whatever is answered
 * @param reply what is sent back, as RESP; {@link #TRUTH} for the script's own answer
 * @param ending what becomes of the connection then
 */
public record Reaction(boolean executes, String reply, Ending ending) {

    /** How a connection goes on after a reply. */
    public enum Ending {
        OPEN,
        /** The reply waits for the next one, and leaves together with it. */
        LATE,
        /** Nothing more is read from it, nor said. */
        MUTE,
        /** It is closed in order. */
        FIN,
        /** It is reset. */
        RST
    }

    private static final String TRUTH = "the script's own answer";

    /** Runs the script and answers what it says. */
    public static Reaction truth() {
        return new Reaction(true, TRUTH, Ending.OPEN);
    }

    /** Does not run the script, and says this as it stands. */
    public static Reaction says(String resp) {
        return new Reaction(false, resp, Ending.OPEN);
    }

    public static Reaction error(String message) {
        return says("-" + message + "\r\n");
    }

    public static Reaction silence() {
        return says("");
    }

    public Reaction executed() {
        return new Reaction(true, reply, ending);
    }

    public Reaction then(Ending end) {
        return new Reaction(executes, reply, end);
    }

    boolean isTruth() {
        return reply.equals(TRUTH);
    }

    static String list(String... texts) {
        StringBuilder list = new StringBuilder(String.format(Locale.ROOT, "*%d\r\n", texts.length));
        for (String text : texts) {
            list.append(bulk(text));
        }
        return list.toString();
    }

    static String bulk(String text) {
        return String.format(Locale.ROOT, "$%d\r\n%s\r\n", text.length(), text);
    }
}
