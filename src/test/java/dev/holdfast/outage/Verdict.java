package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/**
 * What became of the promises; each list has the story of every id that it is about.
 *
 * @param acknowledged how many jobs were promised
 * @param found how many of them are waiting, or were run
 * @param lost promised, and found nowhere
 * @param doubled to be run more than once, or were
 * @param invented to be run, and no client knows them
 * @param stranded a hash that no queue leads to, or an entry of a queue without a hash
 * @param shared promised to more than one submission
 * @param unanswered submissions that were refused, or not answered
 * @param refused submissions that were refused, not answered or left in doubt, and be it once
 * @param spooled how many promises were made of the service's disk
 * @param inDoubt how many jobs were given up in doubt
 * @param inDoubtFound how many of them are there nevertheless, as they may
 * @param late requests that took longer than the deadline and 100 ms
 * @param tooLate requests that took longer than twice the deadline
 */
record Verdict(
        int acknowledged,
        long found,
        List<String> lost,
        List<String> doubled,
        List<String> invented,
        List<String> stranded,
        List<String> shared,
        List<String> unanswered,
        List<String> refused,
        long spooled,
        int inDoubt,
        long inDoubtFound,
        long requests,
        Duration longest,
        long late,
        long tooLate) {

    /** The same, and every single answer was a promise. */
    void mustHoldWithoutErrors() {
        mustHold();
        assertThat(refused).as("refused, or in doubt").isEmpty();
    }

    /** Nothing lost, doubled, invented or hanging. */
    void mustHold() {
        assertThat(lost).as("lost").isEmpty();
        mustHoldButForLosses();
    }

    /** The same where a node forgot what it had accepted. */
    void mustHoldButForLosses() {
        mustBeClean();
        assertThat(tooLate)
                .as("requests longer than twice the deadline: %s", this)
                .isZero();
    }

    /** All promised is found, each once, however long an answer took. */
    void mustBeComplete() {
        assertThat(lost).as("lost").isEmpty();
        mustBeClean();
    }

    private void mustBeClean() {
        assertThat(doubled).as("doubled").isEmpty();
        assertThat(invented).as("invented").isEmpty();
        assertThat(stranded).as("stranded").isEmpty();
        assertThat(shared).as("shared").isEmpty();
        assertThat(unanswered).as("unanswered").isEmpty();
        assertThat(acknowledged).as("acknowledged").isPositive();
    }

    /** One line for the report. */
    @Override
    public String toString() {
        return ("acknowledged %d, found %d, lost %d, doubled %d, invented %d, stranded %d, given up in doubt %d (found %d),"
                        + " refused %d, by the disk %d, requests %d, longest %d ms, late %d")
                .formatted(
                        acknowledged,
                        found,
                        lost.size(),
                        doubled.size(),
                        invented.size(),
                        stranded.size(),
                        inDoubt,
                        inDoubtFound,
                        refused.size(),
                        spooled,
                        requests,
                        longest.toMillis(),
                        late);
    }
}
