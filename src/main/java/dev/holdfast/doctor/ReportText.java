package dev.holdfast.doctor;

import dev.holdfast.job.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;

/** A report for people: a line for each finding, and more below those that are not well. */
final class ReportText {

    private static final String BELOW = " ".repeat(26);

    private final Report report;
    private final BinaryOperator<String> style;

    /** @param style puts a text, its second argument, into a colour or the like, its first; or leaves it as it is */
    ReportText(Report report, BinaryOperator<String> style) {
        this.report = report;
        this.style = style;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        report.reading().nodes().forEach(node -> lines.add(node.node().word() + ": " + node.place()));
        for (Group group : Group.values()) {
            List<Finding> findings = report.findings().stream()
                    .filter(finding -> finding.group() == group)
                    .toList();
            if (!findings.isEmpty()) {
                lines.add("");
                lines.add(style.apply("bold", group.title()));
                findings.forEach(finding -> lines.addAll(lines(finding)));
            }
        }
        lines.add("");
        lines.add(summary());
        return lines;
    }

    private List<String> lines(Finding finding) {
        Judgement judgement = finding.judgement();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "  %s  %-7s  %-28s  %s",
                word(judgement.verdict()),
                finding.node().map(Node::word).orElse(""),
                finding.id(),
                judgement.evidence()));
        if (!judgement.fix().isEmpty()) {
            lines.add(BELOW + "fix: " + judgement.fix());
        }
        if (judgement.verdict() != Verdict.OK) {
            lines.add(BELOW + "see: " + finding.page());
        }
        return lines;
    }

    private String word(Verdict verdict) {
        return switch (verdict) {
            case OK -> style.apply("green", "ok           ");
            case WARNING -> style.apply("yellow", "warning      ");
            case PROBLEM -> style.apply("red,bold", "problem      ");
            case COULD_NOT_SEE -> style.apply("faint", "could not see");
        };
    }

    private String summary() {
        return String.format(
                Locale.ROOT,
                "%d ok, %d warnings, %d problems, %d could not be seen, in %s",
                report.count(Verdict.OK),
                report.count(Verdict.WARNING),
                report.count(Verdict.PROBLEM),
                report.count(Verdict.COULD_NOT_SEE),
                Amounts.millis(report.took()));
    }
}
