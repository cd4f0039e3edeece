package dev.holdfast.link;

import dev.holdfast.job.Reason;
import io.lettuce.core.api.StatefulConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for Lettuce with a limit of our own, on a thread that belongs to a link. */
final class Awaited {

    private Awaited() {}

    /** @throws LinkRefused if no value comes within the limit */
    static <T> T within(Duration limit, CompletionStage<T> stage) {
        Future<T> future = stage.toCompletableFuture();
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw LinkRefused.because(failed);
        } catch (TimeoutException late) {
            throw LinkRefused.because(late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LinkRefused(Reason.UNREACHABLE, "this service is closing its links");
        }
    }

    /** The same for a connection; one that comes too late, when nobody waits for it any more, is closed. */
    static <C extends StatefulConnection<?, ?>> C connection(Duration limit, CompletionStage<C> connecting) {
        try {
            return within(limit, connecting);
        } catch (LinkRefused refused) {
            CompletionStage<Void> unused = connecting.thenAccept(OpenLink::closeSoon);
            throw refused;
        }
    }
}
