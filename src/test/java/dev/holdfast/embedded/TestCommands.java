package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Search paths that hold only what a test puts there. */
final class TestCommands {

    private TestCommands() {}

    static SearchPath in(Path directory) {
        return new SearchPath(List.of(directory));
    }

    /** The system's commands of these names, and no others. */
    static SearchPath linked(Path directory, String... names) throws IOException {
        Files.createDirectories(directory);
        for (String name : names) {
            Path link = directory.resolve(name);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(
                        link, SearchPath.ofEnvironment().find(name).orElseThrow());
            }
        }
        return in(directory);
    }

    /** A redis-server that is this shell script. */
    static SearchPath fakeRedis(Path directory, String script) throws IOException {
        SearchPath searchPath = linked(directory, "sh", "setsid");
        Path redis = Files.writeString(directory.resolve("redis-server"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(redis, PosixFilePermissions.fromString("rwxr-xr-x"));
        return searchPath;
    }
}
