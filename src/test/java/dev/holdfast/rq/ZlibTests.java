package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZlibTests {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 65_535, 65_536, 3_000_000})
    void holdsWhatCannotBeCompressed(int length) {
        byte[] noise = noise(length);

        try (Zlib zlib = new Zlib(1)) {
            assertThat(Decoded.inflate(zlib.deflate(noise))).isEqualTo(noise);
        }
    }

    @Test
    void beginsAsPythonsDoes() {
        try (Zlib zlib = new Zlib(1)) {
            assertThat(zlib.deflate(new byte[10])).startsWith(0x78, 0x9c);
        }
    }

    @Test
    void servesMoreThreadsThanItKeepsDeflatersFor() {
        try (Zlib zlib = new Zlib(1)) {
            assertThat(IntStream.range(0, 500).parallel().allMatch(length -> {
                        byte[] noise = noise(length);
                        return Arrays.equals(Decoded.inflate(zlib.deflate(noise)), noise);
                    }))
                    .isTrue();
        }
    }

    @Test
    void servesAfterItGaveBackItsMemory() {
        Zlib zlib = new Zlib(1);
        zlib.deflate(new byte[10]);
        zlib.close();

        assertThat(Decoded.inflate(zlib.deflate(new byte[10]))).hasSize(10);
        zlib.close();
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }
}
