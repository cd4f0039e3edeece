package dev.holdfast.backup;

import dev.holdfast.backup.CopiedJob.Result;
import dev.holdfast.rq.RqKeys;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The keys and arguments with which {@code restore.lua} is called for a job. */
record RestoreCall(List<String> keys, List<byte[]> arguments) {

    /** As long as Redis remembers an id of the client's. */
    private static final String REMEMBERED_SECONDS = "86400";

    private static final int PROOF_DIGITS = 32;

    /**
     * The call for a job.
     *
     * @param look whether nothing is to be written
     * @param perhapsListed whether its queue may hold its id already, though there is no such job
     */
    static RestoreCall of(CopiedJob job, boolean look, boolean perhapsListed) {
        String id = job.id();
        String group = job.field("group_id");
        String proven = job.field(RqKeys.PROOF_FIELD);
        List<String> keys = new ArrayList<>(List.of(
                "rq:job:" + id,
                RqKeys.DONE + (proven.isEmpty() ? id : proven),
                RqKeys.queues(),
                place(job).key(job.queue()),
                "rq:results:" + id,
                "rq:job::" + id + ":dependencies",
                "rq:groups",
                group.isEmpty() ? "rq:groups" : "rq:group:" + group));
        List<String> parents = parents(job);
        parents.forEach(parent -> keys.add("rq:job:" + parent + ":dependents"));
        List<byte[]> arguments = new ArrayList<>();
        String fingerprint = job.field(RqKeys.FINGERPRINT_FIELD);
        for (String text : List.of(
                id,
                fingerprint,
                proof(job, fingerprint),
                REMEMBERED_SECONDS,
                side(job),
                score(job),
                job.expires() < 0 ? "" : Long.toString(Math.max(1, job.expires())),
                Place.QUEUED.key(job.queue()),
                group,
                job.resultsExpire() < 0 ? "" : Long.toString(Math.max(1, job.resultsExpire())),
                look ? "1" : "",
                perhapsListed ? "1" : "",
                Integer.toString(job.hash().size()))) {
            arguments.add(Latin.bytes(text));
        }
        arguments.addAll(job.hash());
        arguments.add(Latin.bytes(Integer.toString(parents.size())));
        parents.forEach(parent -> arguments.add(Latin.bytes(parent)));
        for (Result result : job.results()) {
            arguments.add(Latin.bytes(result.id()));
            arguments.add(Latin.bytes(Integer.toString(result.fields().size())));
            arguments.addAll(result.fields());
        }
        return new RestoreCall(keys, arguments);
    }

    /** What it waits for matters only while it waits. */
    static List<String> parents(CopiedJob job) {
        return job.place() == Place.DEFERRED ? job.waitsFor() : List.of();
    }

    private static Place place(CopiedJob job) {
        return switch (job.place()) {
            case TAKEN, STARTED -> Place.QUEUED;
            default -> job.place();
        };
    }

    private static String side(CopiedJob job) {
        return switch (job.place()) {
            case QUEUED -> "R";
            case TAKEN, STARTED -> "L";
            default -> "Z";
        };
    }

    /**
     * Due times and those of cancelling stay; what says when a job expires counts from now, as its hash does. Deferred
     * jobs without a {@code ttl} get an infinite one, because workers of RQ 2.0 to 2.7 fail those whose score is past, and
     * others do not read it.
     */
    private static String score(CopiedJob job) {
        return switch (job.place()) {
            case SCHEDULED, CANCELED -> job.score();
            case DEFERRED -> job.expires() < 0 ? "+inf" : "";
            case FINISHED, FAILED -> job.expires() < 0 ? job.score() : "";
            default -> "";
        };
    }

    /** A job of RQ's own has none, so the bytes of its hash prove that it was here. */
    private static String proof(CopiedJob job, String fingerprint) {
        if (!fingerprint.isEmpty() || !job.proof().isEmpty()) {
            return fingerprint.isEmpty() ? job.proof() : fingerprint;
        }
        MessageDigest digest = Checksum.begin();
        for (byte[] part : job.hash()) {
            digest.update(Latin.bytes(part.length + ":"));
            digest.update(part);
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, PROOF_DIGITS);
    }
}
