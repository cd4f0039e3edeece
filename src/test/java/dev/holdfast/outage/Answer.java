package dev.holdfast.outage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What a client was told.
 *
 * @param status 0 if nothing came
 * @param code of the problem, empty if it went well
 * @param jobId empty if none was named
 * @param node where the job lies: at a node, or on the service's own {@code disk}; empty if nowhere
 */
record Answer(int status, String code, String jobId, String node, boolean replayed, Duration took) {

    static Answer of(int status, JsonNode body, boolean replayed, Duration took) {
        // A job on the disk has no node.
        String place = text(body, status == 202 ? "durability" : "node");
        return new Answer(status, text(body, "code"), text(body, "job_id"), place, replayed, took);
    }

    static Answer none(String why, Duration took) {
        return new Answer(0, why, "", "", false, took);
    }

    /** The job is in Redis, or on the service's disk. */
    boolean isPromise() {
        return status == 200 || status == 202;
    }

    boolean isInDoubt() {
        return code.equals("in_doubt");
    }

    /** Such as {@code 503 in_doubt 412ms}. */
    @Override
    public String toString() {
        String what = isPromise() ? node + (replayed ? " replayed" : "") : code;
        return status + " " + what + " " + took.toMillis() + "ms";
    }

    private static String text(JsonNode body, String member) {
        return body.path(member).asText();
    }
}
