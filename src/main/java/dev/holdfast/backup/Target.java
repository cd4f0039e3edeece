package dev.holdfast.backup;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;

/** A Redis as that to which jobs are put back. For one thread. */
final class Target {

    private static final byte[] RESTORE = Latin.bytes(ScriptFile.text("restore.lua"));
    private static final byte[] SETTLE = Latin.bytes(ScriptFile.text("settle.lua"));

    private final RedisConnection redis;
    private final Guard guard;
    private final Share share;

    Target(RedisConnection redis, Guard guard, Share share) {
        this.redis = redis;
        this.guard = guard;
        this.share = share;
    }

    /** Makes these calls in one go; returns the script's code for each. */
    List<String> restore(List<RestoreCall> calls) {
        return call(RESTORE, calls);
    }

    /** Lets those of these deferred jobs run that wait for nothing; returns the script's code for each. */
    List<String> settle(List<CopiedJob> jobs) {
        return call(SETTLE, jobs.stream().map(Target::settling).toList());
    }

    private static RestoreCall settling(CopiedJob job) {
        List<String> keys = new ArrayList<>(List.of(
                "rq:job:" + job.id(),
                Place.DEFERRED.key(job.queue()),
                Place.QUEUED.key(job.queue()),
                "rq:job::" + job.id() + ":dependencies"));
        for (String parent : job.waitsFor()) {
            keys.add("rq:job:" + parent);
            keys.add("rq:job:" + parent + ":dependents");
        }
        return new RestoreCall(keys, List.of(Latin.bytes(job.id())));
    }

    private List<String> call(byte[] script, List<RestoreCall> calls) {
        List<Object> answers = share.call(() -> guard.once(Node.PRIMARY, "restore", () -> pipelined(script, calls)));
        return answers.stream()
                .map(answer -> Latin.text((byte[]) ((List<?>) answer).get(0)))
                .toList();
    }

    private List<Object> pipelined(byte[] script, List<RestoreCall> calls) {
        // Each time, since a Redis that was restarted knows no scripts; it costs one of a hundred calls.
        String sha = redis.scriptingCommands().scriptLoad(script);
        if (sha == null) {
            throw new IllegalStateException("the connection is in a mode in which nothing is answered");
        }
        redis.openPipeline();
        for (RestoreCall call : calls) {
            byte[][] parts = Stream.concat(call.keys().stream().map(Latin::bytes), call.arguments().stream())
                    .toArray(byte[][]::new);
            redis.scriptingCommands().evalSha(sha, ReturnType.MULTI, call.keys().size(), parts);
        }
        return redis.closePipeline();
    }
}
