package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.submission.RequestRefused;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The lines of newline-delimited JSON, one chunk at a time and read no further than that; blank ones are skipped. */
final class LineItems implements Items {

    /** How long a chunk may be on its way: a client that dribbles keeps others from sending a batch. */
    private static final Duration ARRIVAL = Duration.ofSeconds(10);

    private final Lines lines;
    private final int most;
    private final int enough;
    private final LongSupplier nanoTime;
    private int count;
    private boolean over;
    private @Nullable Problem cut;

    /**
     * @param most how many jobs there may be
     * @param enough how many bytes make a chunk, however few jobs they are
     */
    LineItems(Lines lines, int most, int enough, LongSupplier nanoTime) {
        this.lines = lines;
        this.most = most;
        this.enough = enough;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<byte[]> next() {
        List<byte[]> chunk = new ArrayList<>(CHUNK);
        Deadline arrival = Deadline.in(ARRIVAL, nanoTime);
        try {
            read(chunk, arrival);
        } catch (IOException e) {
            broken(e, chunk);
        } catch (RequestRefused refused) {
            over = true;
            cut = refused.problem();
        }
        return chunk;
    }

    @Override
    public @Nullable Problem cut() {
        return cut;
    }

    private void read(List<byte[]> chunk, Deadline arrival) throws IOException {
        int bytes = 0;
        while (!over && chunk.size() < CHUNK && bytes < enough) {
            byte[] line = lines.next(arrival);
            if (line == null) {
                over = true;
            } else if (!isBlank(line)) {
                if (count == most) {
                    throw ArrayItems.tooMany(most);
                }
                count++;
                chunk.add(line);
                bytes += line.length;
            }
        }
    }

    private void broken(IOException fault, List<byte[]> chunk) {
        if (RequestReader.isTimeout(fault)) {
            cut(ProblemType.REQUEST_TIMEOUT, "the body did not arrive in time; nothing from here on was placed");
        } else {
            // Nobody is there to hear what became of these: a repetition must not find half of them placed.
            count -= chunk.size();
            chunk.clear();
            cut(ProblemType.BAD_REQUEST, "the body broke off before its end; nothing from here on was placed");
        }
    }

    private void cut(ProblemType type, String detail) {
        over = true;
        cut = Problem.of(type, detail);
    }

    private static boolean isBlank(byte[] line) {
        for (byte character : line) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }
}
