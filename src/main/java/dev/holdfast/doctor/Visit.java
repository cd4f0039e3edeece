package dev.holdfast.doctor;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.ServerErrors;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** One look at one node, on a thread of its own; what it has read so far can be taken from it at any time. */
final class Visit implements Runnable {

    private static final Set<Reason> KEPT_OUT = EnumSet.of(
            Reason.UNREACHABLE, Reason.CONNECTION_REFUSED, Reason.CONNECTION_LOST, Reason.NO_REPLY, Reason.NOAUTH);

    /**
     * What Lettuce says of a login that was refused, and the connection closed, before the thread that connects had begun to
     * listen for its end.
     */
    private static final String FORGOTTEN = "RedisHandshakeHandler not registered";

    private final RedisUrl url;
    private final RedisConnectionFactory connections;
    private final List<Step<?>> steps;
    private final Reach reach;
    private final Tls tls;
    private final Guard guard;
    private final LongSupplier nanoTime;

    private volatile NodeReading soFar;

    Visit(
            Node node,
            RedisUrl url,
            RedisConnectionFactory connections,
            List<Step<?>> steps,
            Reach reach,
            Tls tls,
            Guard guard,
            LongSupplier nanoTime) {
        this.url = url;
        this.connections = connections;
        this.steps = steps;
        this.reach = reach;
        this.tls = tls;
        this.guard = guard;
        this.nanoTime = nanoTime;
        this.soFar = NodeReading.of(node, url.toString()).with(Part.DATABASE, Seen.of(url.database()));
    }

    /** What it knows now; it may know more later. */
    NodeReading soFar() {
        return soFar;
    }

    @Override
    public void run() {
        if (!wayIsFree()) {
            return;
        }
        try (RedisConnection connection = connections.getConnection()) {
            if (logIn(connection)) {
                steps.forEach(step -> take(step, connection));
            }
        }
    }

    private boolean wayIsFree() {
        Contact name = reach.name(url);
        note(Part.NAME, Seen.of(name));
        if (name.obstacle().isPresent()) {
            soFar = soFar.unseen("its name does not resolve");
            return false;
        }
        Contact port = reach.port(url);
        note(Part.PORT, Seen.of(port));
        if (port.obstacle().isPresent()) {
            soFar = soFar.unseen("its port does not answer");
            return false;
        }
        note(Part.TLS, Seen.of(tls.with(url)));
        return true;
    }

    private boolean logIn(RedisConnection connection) {
        long start = nanoTime.getAsLong();
        try {
            ping(connection);
            note(Part.LOGIN, Seen.of(Contact.made(since(start), "")));
        } catch (DataAccessException failed) {
            Reason reason = ServerErrors.reasonOf(failed);
            if (isLetIn(failed, reason)) {
                note(Part.LOGIN, Seen.of(Contact.made(since(start), "")));
                return true;
            }
            note(Part.LOGIN, Seen.of(Contact.failed(reason, since(start), hint(failed))));
            soFar = soFar.unseen("the login failed");
            return false;
        }
        return true;
    }

    /** Not to repeat a login that failed, but to hear why it did, where Lettuce has forgotten that. */
    private void ping(RedisConnection connection) {
        try {
            guard.once(soFar.node(), "doctor", connection::ping);
        } catch (RedisConnectionFailureException failed) {
            if (!Obstacles.says(failed, FORGOTTEN)) {
                throw failed;
            }
            guard.once(soFar.node(), "doctor", connection::ping);
        }
    }

    /** Whoever is refused nothing but the PING has been let in. */
    private static boolean isLetIn(DataAccessException failed, Reason reason) {
        return !(failed instanceof RedisConnectionFailureException || failed instanceof QueryTimeoutException)
                && !KEPT_OUT.contains(reason);
    }

    private static String hint(DataAccessException failed) {
        if (Obstacles.says(failed, "Invalid first byte")) {
            return "what listens there does not speak Redis's protocol";
        } else if (Obstacles.says(failed, "max number of clients")) {
            return "it has as many clients as it may have";
        } else if (Obstacles.says(failed, "DB index") || Obstacles.says(failed, "invalid DB")) {
            return "it has no database of the URL's number";
        }
        return "";
    }

    private <T> void take(Step<T> step, RedisConnection connection) {
        Seen<T> seen;
        try {
            seen = guard.once(soFar.node(), "doctor", () -> step.read().apply(connection));
        } catch (DataAccessException refused) {
            seen = Seen.not(Obstacles.why(refused, step.command()));
        }
        note(step.part(), seen);
    }

    private Duration since(long start) {
        return Duration.ofNanos(nanoTime.getAsLong() - start);
    }

    private <T> void note(Part<T> part, Seen<T> seen) {
        soFar = soFar.with(part, seen);
    }
}
