package dev.holdfast.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The last line of a backup: what the lines before it must add up to.
 *
 * @param withoutHash ids in queues that had no job: counted, and not kept
 * @param endedAt when the copy was complete
 * @param sha256 of all lines before, with their line ends
 */
record Manifest(Tally tally, long withoutHash, String endedAt, String sha256) {

    byte[] toJson() throws JsonProcessingException {
        ObjectNode manifest = JobLine.JSON.createObjectNode();
        ObjectNode counts = manifest.putObject("counts");
        tally.byWord().forEach(counts::put);
        manifest.put("again", tally.again())
                .put("without_hash", withoutHash)
                .put("ended_at", endedAt)
                .put("sha256", sha256);
        return JobLine.JSON.writeValueAsBytes(manifest);
    }

    /** Whether this line is the manifest of what was read before it. */
    static Manifest check(JsonNode line, Tally read, String sha256) {
        if (!line.path("sha256").asText().equals(sha256)) {
            throw new UnusableBackup("its checksum is wrong: the file is damaged");
        }
        Manifest manifest = new Manifest(
                read, line.path("without_hash").asLong(), line.path("ended_at").asText(), sha256);
        JsonNode counts = line.path("counts");
        boolean same = counts.size() == read.byWord().size()
                && read.byWord().entrySet().stream()
                        .allMatch(entry -> counts.path(entry.getKey()).asLong(-1) == entry.getValue());
        if (!same || line.path("again").asLong(-1) != read.again()) {
            throw new UnusableBackup("its manifest counts other jobs than it holds: the file is damaged");
        }
        return manifest;
    }

    /** Such as {@code 12 jobs: 10 queued, 2 scheduled; 1 id without a job}. */
    @Override
    public String toString() {
        String again = tally.again() == 0 ? "" : "; " + tally.again() + " moved meanwhile and stand there twice";
        String without = withoutHash == 0 ? "" : "; ids without a job: " + withoutHash;
        return tally + again + without;
    }
}
