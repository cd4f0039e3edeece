package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;

import dev.holdfast.job.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of its own that keeps jobs without end and says which of them it has promised, so that a test can kill it. */
final class SpoolWriter {

    private static final int THREADS = 4;

    private SpoolWriter() {}

    /** Starts one on this directory, whose first job has this number. */
    static Process start(Path directory, int first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolWriter.class.getName(),
                        directory.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Takes the directory and the number of the first job; ends when its input does. */
    public static void main(String[] args) throws IOException {
        TestSpool spool = new TestSpool(Path.of(args[0]));
        AtomicInteger next = new AtomicInteger(Integer.parseInt(args[1]));
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> keepJobs(spool, next));
            thread.setDaemon(true);
            thread.start();
        }
        while (System.in.read() >= 0) {
            // Whatever is said, only the end counts.
        }
    }

    private static void keepJobs(TestSpool spool, AtomicInteger next) {
        while (true) {
            String id = "job-" + next.getAndIncrement();
            if (spool.keep(job(id)) instanceof Placement.Spooled) {
                System.out.println(id);
            }
        }
    }
}
