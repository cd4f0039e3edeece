package dev.holdfast.doctor;

import java.util.function.Function;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * One part of what is read of a node that has let us in.
 *
 * @param command what it asks with, for the reason when it is refused
 * @param read may fail as Spring Data does
 */
record Step<T>(Part<T> part, String command, Function<RedisConnection, Seen<T>> read) {}
