package dev.holdfast.link;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;

/** A command for which Spring Data has no method, sent over one of its connections. */
public final class AnyCommand {

    private AnyCommand() {}

    /**
     * Sends it, and blocks as Spring Data's own methods do.
     *
     * @return the answer's elements as Redis gave them: longs, bytes, and lists of such; a single value is a list of one
     * @throws org.springframework.dao.DataAccessException as Spring Data's methods do
     */
    public static List<?> send(RedisConnection connection, String command, String... arguments) {
        byte[][] bytes = Arrays.stream(arguments)
                .map(argument -> argument.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        Object answer = ((LettuceConnection) connection)
                .execute(command, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), bytes);
        return answer instanceof List<?> elements ? elements : List.of();
    }
}
