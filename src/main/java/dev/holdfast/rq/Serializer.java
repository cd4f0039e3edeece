package dev.holdfast.rq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import net.razorvine.pickle.Pickler;
import org.jspecify.annotations.Nullable;

/** How a queue's workers read what they are given: RQ's two built-in serializers ({@code serializers.py}). */
public enum Serializer {
    /** {@code rq.serializers.JSONSerializer}. */
    JSON,
    /** {@code rq.serializers.DefaultSerializer}, Python's pickle. */
    PICKLE;

    /** The bytes of a plain tree, in which an {@code Object[]} is a tuple. */
    byte[] write(@Nullable Object tree) {
        return switch (this) {
            case JSON -> PythonJson.text(tree).getBytes(StandardCharsets.US_ASCII);
            case PICKLE -> pickle(tree);
        };
    }

    private static byte[] pickle(@Nullable Object tree) {
        // Without memo: with it, equal arguments become one Python object, and a change to one changes the other.
        Pickler pickler = new Pickler(false);
        try {
            return pickler.dumps(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
