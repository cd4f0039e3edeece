package dev.holdfast.redis;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.link.Reply;
import dev.holdfast.link.Script;
import dev.holdfast.link.ScriptCall;
import dev.holdfast.link.ServerErrors;
import dev.holdfast.rq.RqKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The placement script, {@code place.lua}: its calls, and what its replies mean. */
final class PlaceScript {

    private static final byte[] BEHIND = {'R'};
    private static final byte[] BEFORE = {'L'};
    private static final byte[] ONE = {'1'};
    private static final byte[] EMPTY = {};
    private static final byte[] QUEUES = bytes(RqKeys.queues());
    private static final byte[] STRAYS = bytes(RqKeys.strays());

    private final Node node;
    private final Script script;

    PlaceScript(Node node) {
        this.node = node;
        this.script = new Script(ScriptText.of("place.lua"), this::rehearsals);
    }

    Script script() {
        return script;
    }

    /** @param strays whether it is written down that the job lies here, so that it can be brought home later */
    ScriptCall call(Job job, boolean strays) {
        List<byte[]> keys = new ArrayList<>(7);
        keys.add(bytes(RqKeys.job(job.id())));
        keys.add(bytes(RqKeys.queue(job.queue())));
        keys.add(QUEUES);
        keys.add(bytes(RqKeys.done(job.id())));
        keys.add(bytes(RqKeys.dependents(job.id())));
        keys.add(bytes(RqKeys.dependencies(job.id())));
        if (strays) {
            keys.add(STRAYS);
        }
        List<byte[]> arguments = new ArrayList<>(job.hash().size() + 5);
        arguments.add(bytes(job.id().value()));
        arguments.add(bytes(job.fingerprint().value()));
        arguments.add(seconds(job.remembered()));
        arguments.add(job.atFront() ? BEFORE : BEHIND);
        arguments.add(seconds(job.ttl()));
        arguments.addAll(job.hash());
        return new ScriptCall(script, keys, arguments, parts -> isAnswer(job, parts));
    }

    /**
     * Calls that do all that placing does, on keys of our own: a node that denies any of it is found out before it is
     * trusted with a job.
     */
    private List<ScriptCall> rehearsals(String key) {
        Stream<String> everywhere = Stream.of("job", "queue", "queues", "done", "dependents", "dependencies");
        Stream<String> here = node == Node.STANDBY ? Stream.of("strays") : Stream.of();
        List<byte[]> keys = Stream.concat(everywhere, here)
                .map(part -> bytes(key + ":" + part))
                .toList();
        return Stream.of(BEHIND, BEFORE)
                .map(side -> List.of(bytes("rehearsal"), EMPTY, ONE, side, ONE, bytes("holdfast_fp"), EMPTY))
                .map(arguments -> new ScriptCall(script, keys, arguments))
                .toList();
    }

    /** What a reply says about the job for which the script was called. */
    Placement placement(Job job, Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            return answered(job, answer);
        } else if (reply instanceof Reply.ServerError error) {
            return failed(error.message());
        } else if (reply instanceof Reply.NotSent notSent) {
            return new Placement.NotWritten(notSent.reason());
        } else {
            return new Placement.InDoubt(node, ((Reply.Lost) reply).reason());
        }
    }

    private Placement answered(Job job, Reply.Answer answer) {
        List<byte[]> parts = answer.parts();
        if (!isAnswer(job, parts)) {
            return new Placement.InDoubt(node, Reason.PROTOCOL_ERROR);
        }
        return switch (text(parts.get(0))) {
            case "OK" -> new Placement.Placed(node, answer.run(), JobState.QUEUED);
            case "DUP" -> new Placement.AlreadyPlaced(node, answer.run());
            case "CONFLICT" -> new Placement.Conflict();
            case "EXPIRED" -> new Placement.NotWritten(Reason.EXPIRED);
            case "WRONGTYPE" -> new Placement.Refused(Reason.WRONGTYPE);
            default -> new Placement.InDoubt(node, Reason.PROTOCOL_ERROR);
        };
    }

    private static boolean isAnswer(Job job, List<byte[]> parts) {
        return parts.size() == 2 && Arrays.equals(parts.get(1), bytes(job.id().value()));
    }

    private Placement failed(String message) {
        Reason reason = ServerErrors.reasonOf(message);
        return switch (reason) {
            case WRONGTYPE, SCRIPT_ERROR -> new Placement.Refused(reason);
            // Denied at the door nothing was written; denied inside the script, something before it may have been.
            case NOPERM ->
                message.contains("script") ? new Placement.InDoubt(node, reason) : new Placement.NotWritten(reason);
            default -> new Placement.NotWritten(reason);
        };
    }

    private static byte[] seconds(@Nullable Duration duration) {
        return duration == null ? EMPTY : bytes(Long.toString(duration.toSeconds()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
