package dev.holdfast.redis;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Warning;
import dev.holdfast.link.Reply;
import dev.holdfast.link.Script;
import dev.holdfast.link.ScriptCall;
import dev.holdfast.link.ServerErrors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The placement script, {@code place.lua}: its calls, and what its replies mean. */
final class PlaceScript {

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
        PlaceCall call = PlaceCall.of(job, strays);
        return new ScriptCall(script, call.keys(), call.arguments(), parts -> isAnswer(job, parts));
    }

    /**
     * Calls that do all that placing does, on keys of our own: a node that denies any of it is found out before it is
     * trusted with a job.
     */
    private List<ScriptCall> rehearsals(String key) {
        boolean strays = node == Node.STANDBY;
        List<String> plain =
                new ArrayList<>(List.of("job", "queue", "queues", "done", "dependents", "dependencies", "workers"));
        if (strays) {
            plain.addAll(List.of("strays", "claims"));
        }
        List<String> withTerms = new ArrayList<>(plain);
        withTerms.addAll(List.of("scheduled", "lock", "deferred", "groups", "group"));
        withTerms.addAll(List.of("parent", "siblings", "parent-done"));
        return List.of(
                rehearsal(key, plain, strays, "R", List.of()),
                rehearsal(key, plain, strays, "L", List.of()),
                rehearsal(key, withTerms, strays, "R", List.of("", "group", "er", "parent")));
    }

    private ScriptCall rehearsal(String key, List<String> parts, boolean strays, String side, List<String> terms) {
        List<String> arguments = new ArrayList<>(List.of("rehearsal", "", "1", side, "1", strays ? "1" : "0"));
        arguments.add(Integer.toString(terms.size()));
        arguments.addAll(terms);
        arguments.addAll(List.of("holdfast_fp", ""));
        return new ScriptCall(
                script,
                parts.stream().map(part -> bytes(key + ":" + part)).toList(),
                arguments.stream().map(PlaceScript::bytes).toList());
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
            case "OK" -> new Placement.Placed(node, answer.run(), state(parts), warnings(parts));
            case "DUP" -> new Placement.AlreadyPlaced(node, answer.run(), state(parts));
            case "CONFLICT" -> new Placement.Conflict();
            case "TAKEN" -> new Placement.Conflict(Placement.Conflict.Over.ID);
            case "ELSEWHERE" -> new Placement.NotWritten(Reason.DEPENDENCY_ELSEWHERE);
            case "EXPIRED" -> new Placement.NotWritten(Reason.EXPIRED);
            case "WRONGTYPE" -> new Placement.Refused(Reason.WRONGTYPE);
            default -> new Placement.InDoubt(node, Reason.PROTOCOL_ERROR);
        };
    }

    private static boolean isAnswer(Job job, List<byte[]> parts) {
        return parts.size() >= 2 && Arrays.equals(parts.get(1), bytes(job.id().value()));
    }

    /** In which RQ status the job is; what has got further than these was queued. */
    private static JobState state(List<byte[]> parts) {
        String word = parts.size() < 3 ? "" : text(parts.get(2));
        return switch (word) {
            case "scheduled" -> JobState.SCHEDULED;
            case "deferred" -> JobState.DEFERRED;
            default -> JobState.QUEUED;
        };
    }

    private static Set<Warning> warnings(List<byte[]> parts) {
        if (parts.size() < 4) {
            return Set.of();
        }
        Set<Warning> warnings = EnumSet.noneOf(Warning.class);
        for (byte[] part : parts.subList(3, parts.size())) {
            Warning.called(text(part)).ifPresent(warnings::add);
        }
        return warnings;
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
