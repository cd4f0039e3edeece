package dev.holdfast.rq;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What changes in the hash of a job that has failed when it is put back into its queue ({@code registry.py}). */
public final class RequeuedFields {

    /** Seconds that RQ gives a job which names none; a worker dies of a hash without any. */
    public static final int DEFAULT_TIMEOUT = 180;

    private static final byte[] EMPTY = {};
    /** What {@code zlib.compress(b'')} is to Python. */
    private static final byte[] EMPTY_ZIPPED = {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1};

    private RequeuedFields() {}

    /** Names and values, in turn; retries are not given back. */
    public static List<byte[]> at(Instant now) {
        return List.of(
                bytes(RqFields.STATUS),
                bytes("queued"),
                bytes(RqFields.ENQUEUED_AT),
                RqTime.format(now),
                bytes(RqFields.STARTED_AT),
                EMPTY,
                bytes(RqFields.ENDED_AT),
                EMPTY,
                bytes(RqFields.LEGACY_EXC_INFO),
                EMPTY_ZIPPED);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
