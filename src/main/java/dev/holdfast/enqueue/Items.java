package dev.holdfast.enqueue;

import dev.holdfast.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The jobs of one batch, each as its JSON, in the order in which they were sent. For one thread. */
interface Items {

    /** How many are placed together: enough to fill a round trip, few enough for one deadline. */
    int CHUNK = 100;

    /** The next ones, {@link #CHUNK} at most; none when there are no more. */
    List<byte[]> next();

    /** Why there are no more although the batch has not ended; null if it has. */
    default @Nullable Problem cut() {
        return null;
    }
}
