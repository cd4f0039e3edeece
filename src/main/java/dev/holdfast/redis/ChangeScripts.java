package dev.holdfast.redis;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.link.Reply;
import dev.holdfast.link.Script;
import dev.holdfast.link.ScriptCall;
import dev.holdfast.link.ServerErrors;
import dev.holdfast.rq.RequeuedFields;
import dev.holdfast.rq.RqKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scripts that change a job in Redis, {@code takeback.lua} and {@code requeue.lua}: calls, and what replies mean. */
final class ChangeScripts {

    private static final int PARTS = 4;
    /** With the fingerprint and the proof of a job of ours. */
    private static final int PARTS_OF_OURS = 6;

    private final Script takeBack = new Script(ScriptText.of("takeback.lua"), this::takeBackRehearsals);
    private final Script requeue = new Script(ScriptText.of("requeue.lua"), this::requeueRehearsals);

    List<Script> all() {
        return List.of(takeBack, requeue);
    }

    ScriptCall cancel(JobId id) {
        return takeBack(id, id, "CANCEL", Duration.ZERO, "");
    }

    /** @param remembered how long the proof of a job is kept that has outlived its own */
    ScriptCall delete(JobId id, Duration remembered) {
        return takeBack(id, id, "DELETE", remembered, "");
    }

    /** For a job that may be at the node, or may still come there. */
    ScriptCall withdraw(Job job) {
        return takeBack(
                job.id(),
                job.proof(),
                "WITHDRAW",
                job.remembered(),
                job.fingerprint().value());
    }

    /**
     * For the node at which a job may be as well that another one says to have taken back; empty if the job is not ours.
     *
     * @param remembered how long its proof is kept there
     */
    Optional<ScriptCall> keepOut(JobId id, Reply reply, Duration remembered) {
        if (reply instanceof Reply.Answer answer && answer.parts().size() == PARTS_OF_OURS) {
            String proof = text(answer.parts().get(5));
            if (JobId.objection(proof) == null) {
                String fingerprint = text(answer.parts().get(4));
                return Optional.of(takeBack(id, new JobId(proof), "WITHDRAW", remembered, fingerprint));
            }
        }
        return Optional.empty();
    }

    private ScriptCall takeBack(JobId id, JobId proof, String verb, Duration remembered, String fingerprint) {
        return new ScriptCall(
                takeBack,
                strings(
                        RqKeys.job(id),
                        RqKeys.done(proof),
                        RqKeys.strays(),
                        RqKeys.claims(),
                        RqKeys.aside(),
                        RqKeys.back(id)),
                strings(id.value(), verb, Long.toString(remembered.toSeconds()), RqKeys.RQ, fingerprint),
                parts -> isAnswer(id, parts));
    }

    ScriptCall requeue(JobId id, boolean atFront, Instant now) {
        List<byte[]> arguments = new ArrayList<>(strings(
                id.value(), atFront ? "L" : "R", RqKeys.RQ, Integer.toString(RequeuedFields.DEFAULT_TIMEOUT), ""));
        arguments.addAll(RequeuedFields.at(now));
        return new ScriptCall(
                requeue,
                strings(RqKeys.job(id), RqKeys.done(id), RqKeys.dependents(id), RqKeys.dependencies(id)),
                arguments,
                parts -> isAnswer(id, parts));
    }

    /** What a reply says about the change for which a script was called at this node. */
    Change change(Node node, JobId id, Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            return isAnswer(id, answer.parts())
                    ? answered(node, answer.parts())
                    : new Change.InDoubt(node, Reason.PROTOCOL_ERROR);
        } else if (reply instanceof Reply.ServerError error) {
            return failed(node, error.message());
        } else if (reply instanceof Reply.NotSent notSent) {
            return new Change.NotAsked(notSent.reason());
        }
        return new Change.InDoubt(node, ((Reply.Lost) reply).reason());
    }

    private static Change answered(Node node, List<byte[]> parts) {
        String state = text(parts.get(2));
        return switch (text(parts.get(0))) {
            case "OK" -> new Change.Done(node, state, number(text(parts.get(3))));
            case "STATE" -> new Change.WrongState(node, state);
            case "TAKEN" -> new Change.Taken(node);
            case "MOVING" -> new Change.Moving(node);
            case "ASIDE" -> new Change.Aside(node);
            case "AWAITED" -> new Change.Awaited(node, state);
            case "GONE" -> new Change.Gone(node);
            case "UNKNOWN" -> new Change.Unknown();
            case "EXPIRED" -> new Change.NotAsked(Reason.EXPIRED);
            case "WRONGTYPE" -> new Change.Refused(node, Reason.WRONGTYPE);
            default -> new Change.InDoubt(node, Reason.PROTOCOL_ERROR);
        };
    }

    private static Change failed(Node node, String message) {
        Reason reason = ServerErrors.reasonOf(message);
        return switch (reason) {
            case WRONGTYPE, SCRIPT_ERROR -> new Change.Refused(node, reason);
            // Denied at the door nothing was written; denied inside the script, something before it may have been.
            case NOPERM -> message.contains("script") ? new Change.InDoubt(node, reason) : new Change.NotAsked(reason);
            default -> new Change.NotAsked(reason);
        };
    }

    private static boolean isAnswer(JobId id, List<byte[]> parts) {
        return (parts.size() == PARTS || parts.size() == PARTS_OF_OURS)
                && text(parts.get(1)).equals(id.value());
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private List<ScriptCall> takeBackRehearsals(String key) {
        // Behind the first six: what the prefix leads to, so that it is deleted, too.
        List<byte[]> keys = keys(
                key, ":job", ":done", ":strays", ":claims", ":aside", ":back", ":queue:q", ":canceled:q", ":group:g");
        return Stream.of("CANCEL", "DELETE", "WITHDRAW")
                .map(verb ->
                        new ScriptCall(takeBack, keys, strings("rehearsal", verb, "1", key + ":", "f", "rehearsal")))
                .toList();
    }

    private List<ScriptCall> requeueRehearsals(String key) {
        List<byte[]> keys = keys(key, ":job", ":done", ":dependents", ":dependencies", ":queue:q", ":failed:q");
        return Stream.of("R0", "L1")
                .map(way ->
                        strings("rehearsal", way.substring(0, 1), key + ":", "1", way.substring(1), "status", "queued"))
                .map(arguments -> new ScriptCall(requeue, keys, arguments))
                .toList();
    }

    private static List<byte[]> keys(String key, String... parts) {
        return strings(Stream.of(parts).map(part -> key + part).toArray(String[]::new));
    }

    private static List<byte[]> strings(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
