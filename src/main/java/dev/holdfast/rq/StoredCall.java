package dev.holdfast.rq;

import java.util.Optional;

/** Tells by its first byte which serializer wrote the call in a job's {@code data}, without reading the call. */
public final class StoredCall {

    private static final int PICKLE_PROTOCOL = 0x80;

    private StoredCall() {}

    /** Empty if it is neither of those that RQ has; a worker of another one fails on every such job. */
    public static Optional<Serializer> serializerOf(byte[] data) {
        byte[] start = Inflated.start(data);
        if (start.length == 0) {
            return Optional.empty();
        } else if ((start[0] & 0xff) == PICKLE_PROTOCOL) {
            return Optional.of(Serializer.PICKLE);
        }
        return start[0] == '[' ? Optional.of(Serializer.JSON) : Optional.empty();
    }
}
