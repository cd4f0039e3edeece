package dev.holdfast.watch;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.TreeMap;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * What a Redis says of itself ({@code INFO}), read once.
 *
 * @param fields by the name that Redis gives them
 */
public record RedisInfo(Map<String, String> fields) {

    public RedisInfo {
        fields = Map.copyOf(fields);
    }

    /** Asks with one command; a Redis that denies it throws Spring's {@code DataAccessException}. */
    public static RedisInfo read(RedisConnection redis) {
        Properties told = redis.serverCommands().info();
        return told == null ? new RedisInfo(Map.of()) : of(told);
    }

    static RedisInfo of(Properties told) {
        Map<String, String> fields = new TreeMap<>();
        told.stringPropertyNames().forEach(name -> fields.put(name, told.getProperty(name)));
        return new RedisInfo(fields);
    }

    public Optional<String> text(String field) {
        return Optional.ofNullable(fields.get(field)).filter(value -> !value.isEmpty());
    }

    /** The field's number; empty where there is none, or it is no number. */
    public OptionalDouble number(String field) {
        String value = fields.get(field);
        if (value == null) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(value));
        } catch (NumberFormatException word) {
            return OptionalDouble.empty();
        }
    }
}
