package dev.holdfast.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.job.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report for programs; its shape is stable, and in docs/doctor.md. */
record ReportJson(
        String verdict, @JsonProperty("duration_ms") long durationMs, List<CheckJson> checks) {

    static ReportJson of(Report report) {
        return new ReportJson(
                report.verdict().word(),
                report.took().toMillis(),
                report.findings().stream().map(CheckJson::of).toList());
    }

    /** A finding; members that do not apply are left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CheckJson(
            String id,
            String group,
            @Nullable String node,
            String verdict,
            String evidence,
            @Nullable String fix,
            String page) {

        static CheckJson of(Finding finding) {
            Judgement judgement = finding.judgement();
            return new CheckJson(
                    finding.id(),
                    finding.group().word(),
                    finding.node().map(Node::word).orElse(null),
                    judgement.verdict().word(),
                    judgement.evidence(),
                    judgement.fix().isEmpty() ? null : judgement.fix(),
                    finding.page());
        }
    }
}
