package dev.holdfast.doctor;

import dev.holdfast.job.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
                together(findings).forEach(alike -> lines.addAll(lines(alike)));
            }
        }
        lines.add("");
        lines.add(summary());
        return lines;
    }

    /** What could not be seen of a node for one and the same reason; each of the others by itself. */
    private static List<List<Finding>> together(List<Finding> findings) {
        Map<Object, List<Finding>> alike = new LinkedHashMap<>();
        for (Finding finding : findings) {
            boolean unseen = finding.judgement().verdict() == Verdict.COULD_NOT_SEE;
            Object key = unseen ? List.of(finding.node(), finding.judgement()) : finding;
            alike.computeIfAbsent(key, first -> new ArrayList<>()).add(finding);
        }
        return List.copyOf(alike.values());
    }

    private List<String> lines(List<Finding> alike) {
        Finding first = alike.get(0);
        Judgement judgement = first.judgement();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "  %s  %-7s  %-28s  %s",
                word(judgement.verdict()),
                first.node().map(Node::word).orElse(""),
                first.id(),
                judgement.evidence()));
        alike.stream().skip(1).forEach(other -> lines.add(BELOW + other.id()));
        if (!judgement.fix().isEmpty()) {
            lines.add(BELOW + "fix: " + judgement.fix());
        }
        if (judgement.verdict() != Verdict.OK) {
            lines.add(BELOW + "see: " + first.page());
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
                "ok: %d, warnings: %d, problems: %d, could not see: %d (%d ms)",
                report.count(Verdict.OK),
                report.count(Verdict.WARNING),
                report.count(Verdict.PROBLEM),
                report.count(Verdict.COULD_NOT_SEE),
                report.took().toMillis());
    }
}
