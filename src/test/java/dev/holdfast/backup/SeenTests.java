package dev.holdfast.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenTests {

    private final Seen seen = new Seen();

    @Test
    void whatWasMetIsAlwaysKnown() {
        IntStream.range(0, 100_000).forEach(i -> seen.add("job-" + i));

        assertThat(IntStream.range(0, 100_000)).allMatch(i -> seen.has("job-" + i));
    }

    @Test
    void ofAMillionIdsHardlyOneNewOneIsTakenForOld() {
        long wrong =
                IntStream.range(0, 1_000_000).filter(i -> seen.add("job-" + i)).count();

        assertThat(wrong).isLessThan(40);
    }
}
