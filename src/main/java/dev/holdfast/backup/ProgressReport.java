package dev.holdfast.backup;

import java.io.PrintWriter;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Shows how far a command has come: a bar on a terminal, now and then a line elsewhere. For one thread. */
final class ProgressReport implements Consumer<Progress>, AutoCloseable {

    private static final long LINE_EVERY = 10_000;

    private final PrintWriter err;
    private final String task;
    private final @Nullable ProgressBar bar;
    private long told;

    ProgressReport(PrintWriter err, String task) {
        this(err, task, Ansi.AUTO.enabled());
    }

    ProgressReport(PrintWriter err, String task, boolean terminal) {
        this.err = err;
        this.task = task;
        this.bar = terminal
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setUnit(" jobs", 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .build()
                : null;
    }

    @Override
    public void accept(Progress progress) {
        if (bar != null) {
            bar.maxHint(progress.total());
            bar.stepTo(progress.done());
        } else if (progress.done() - told >= LINE_EVERY) {
            told = progress.done();
            err.println(task + ": " + progress.done() + " of about " + progress.total() + " jobs");
            err.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
