package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A service of its own JVM that only keeps an embedded pair, so that a test can kill it. */
final class EmbeddedRedisService {

    private EmbeddedRedisService() {}

    /** Takes the data directory; says when the pair runs, and ends when its input does. */
    public static void main(String[] args) throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(
                Path.of(args[0]), SearchPath.ofEnvironment(), EmbeddedRedis.USUAL_PORT, System::nanoTime)) {
            System.out.println("runs " + redis.primaryUrl());
            while (System.in.read() >= 0) {
                // Whatever is said, only the end counts.
            }
        }
    }
}
