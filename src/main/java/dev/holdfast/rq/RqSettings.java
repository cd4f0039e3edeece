package dev.holdfast.rq;

import dev.holdfast.job.QueueName;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationUnit;

/**
 * What the workers expect, which nothing in Redis tells.
 *
 * @param queueName the queue of a job that names none; {@code default}, as in RQ
 * @param serializerName {@code json} or {@code pickle}, as the workers are started; JSON, because its bytes can only
 *     be data
 * @param timeout how long a job may run unless it says otherwise, {@code -1} for ever; RQ's own 180 seconds
 * @param queues what differs on single queues, by name
 */
@ConfigurationProperties("holdfast.rq")
public record RqSettings(
        @Name("queue") @DefaultValue("default") String queueName,
        @Name("serializer") @DefaultValue("json") String serializerName,

        @DefaultValue("180s") @DurationUnit(ChronoUnit.SECONDS)
        Duration timeout,

        @DefaultValue Map<String, Queue> queues) {

    /**
     * What differs on one queue.
     *
     * @param serializerName that of all queues when null
     * @param timeout that of all queues when null
     */
    public record Queue(
            @Name("serializer") @Nullable String serializerName,
            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeout) {}

    public RqSettings {
        queues = Map.copyOf(queues);
        checkName("HOLDFAST_RQ_QUEUE", queueName);
        serializer("HOLDFAST_RQ_SERIALIZER", serializerName);
        checkTimeout("HOLDFAST_RQ_TIMEOUT", timeout);
        queues.forEach((name, queue) -> {
            checkName("holdfast.rq.queues", name);
            if (queue.serializerName() != null) {
                serializer("holdfast.rq.queues." + name + ".serializer", queue.serializerName());
            }
            if (queue.timeout() != null) {
                checkTimeout("holdfast.rq.queues." + name + ".timeout", queue.timeout());
            }
        });
    }

    /** The queue of a job that names none. */
    public QueueName queue() {
        return new QueueName(queueName);
    }

    public Serializer serializerOf(QueueName queue) {
        Queue own = queues.get(queue.value());
        String name = own == null || own.serializerName() == null ? serializerName : own.serializerName();
        return serializer("serializer", name);
    }

    /** Seconds that a job of this queue may run unless it says otherwise, -1 for ever. */
    public int timeoutOf(QueueName queue) {
        Queue own = queues.get(queue.value());
        return Math.toIntExact((own == null || own.timeout() == null ? timeout : own.timeout()).toSeconds());
    }

    private static Serializer serializer(String setting, String name) {
        return switch (name) {
            case "json" -> Serializer.JSON;
            case "pickle" -> Serializer.PICKLE;
            default -> throw new IllegalArgumentException(setting + " is '" + name + "': use json or pickle");
        };
    }

    private static void checkName(String setting, String name) {
        String objection = QueueName.objection(name);
        if (objection != null) {
            throw new IllegalArgumentException(setting + " names the queue '" + name + "': it " + objection);
        }
    }

    private static void checkTimeout(String setting, Duration timeout) {
        long seconds = timeout.toSeconds();
        boolean whole = timeout.equals(Duration.ofSeconds(seconds));
        boolean inRange = seconds == -1 || (seconds >= 1 && seconds <= Integer.MAX_VALUE);
        if (!whole || !inRange) {
            throw new IllegalArgumentException(setting + " is " + timeout
                    + ": use whole seconds, 1 to 2147483647, such as 180s or 10m, or -1 for no limit");
        }
    }
}
