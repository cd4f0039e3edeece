package dev.holdfast.backup;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.rq.RqKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;

/** A Redis as that from which jobs are read, page by page. For one thread. */
final class Source {

    /** How many jobs, and bytes, are read at once: Redis serves nobody else for the three to four milliseconds it takes. */
    private static final String JOBS = "100";

    private static final String BYTES = "1000000";

    /** What the keys of queues and registries look like, and those of jobs do not. */
    private static final String KEYS = "rq:[qdswfc][ueaci]*";

    private static final byte[] PAGE = Latin.bytes(ScriptFile.text("page.lua"));
    private static final byte[] SCAN =
            Latin.bytes("return redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', 1000)");
    private static final byte[] LISTED = Latin.bytes("return redis.call('SMEMBERS', KEYS[1])");
    private static final byte[] COUNT = Latin.bytes("""
            local n = redis.pcall('LLEN', KEYS[1])
            n = type(n) == 'number' and n or redis.pcall('ZCARD', KEYS[1])
            return {type(n) == 'number' and n or 0}
            """);

    private final RedisConnection redis;
    private final Guard guard;
    private final Share share;

    Source(RedisConnection redis, Guard guard, Share share) {
        this.redis = redis;
        this.guard = guard;
        this.share = share;
    }

    /** The queues that RQ lists, and those that it does not list and has something for; sorted. */
    Set<String> queues() {
        Set<String> queues = new TreeSet<>();
        for (Object key : (List<?>) ask(LISTED, 1, RqKeys.queues())) {
            Place.QUEUED.queueOf(Latin.text((byte[]) key)).ifPresent(queues::add);
        }
        String cursor = "0";
        do {
            List<?> answer = (List<?>) ask(SCAN, 0, cursor, KEYS);
            for (Object key : (List<?>) answer.get(1)) {
                for (Place place : Place.values()) {
                    place.queueOf(Latin.text((byte[]) key)).ifPresent(queues::add);
                }
            }
            cursor = Latin.text((byte[]) answer.get(0));
        } while (!cursor.equals("0"));
        return queues;
    }

    /** How many ids are there now. */
    long count(Place place, String queue) {
        return (Long) ((List<?>) ask(COUNT, 1, place.key(queue))).get(0);
    }

    Page page(Place place, String queue, Page.Cursor from) {
        List<String> arguments = new ArrayList<>(List.of(place.key(queue), JOBS, BYTES, from.where()));
        arguments.addAll(from.marks());
        return Page.of((List<?>) ask(PAGE, 1, arguments.toArray(String[]::new)), place, queue, from);
    }

    private Object ask(byte[] script, int keys, String... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            bytes[i] = Latin.bytes(arguments[i]);
        }
        Object answer = share.call(() -> guard.once(
                Node.PRIMARY, "backup", () -> redis.scriptingCommands().eval(script, ReturnType.MULTI, keys, bytes)));
        if (answer == null) {
            throw new IllegalStateException("the connection is in a mode in which nothing is answered");
        }
        return answer;
    }
}
