package dev.holdfast.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The directories in which commands are looked for, in order. */
record SearchPath(List<Path> directories) {

    SearchPath {
        directories = List.copyOf(directories);
    }

    /** What the environment variable {@code PATH} says. */
    static SearchPath ofEnvironment() {
        String path = System.getenv().getOrDefault("PATH", "");
        return new SearchPath(Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of)
                .toList());
    }

    Optional<Path> find(String command) {
        return directories.stream()
                .map(directory -> directory.resolve(command).toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
