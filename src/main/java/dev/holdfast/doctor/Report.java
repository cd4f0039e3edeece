package dev.holdfast.doctor;

import java.time.Duration;
import java.util.List;

/**
 * What a run has found.
 *
 * @param reading what it was found in
 */
record Report(Reading reading, Duration took, List<Finding> findings) {

    /** The worst of all; what could not be seen is neither good nor bad. */
    Verdict verdict() {
        if (count(Verdict.PROBLEM) > 0) {
            return Verdict.PROBLEM;
        }
        return count(Verdict.WARNING) > 0 ? Verdict.WARNING : Verdict.OK;
    }

    long count(Verdict verdict) {
        return findings.stream()
                .filter(finding -> finding.judgement().verdict() == verdict)
                .count();
    }
}
