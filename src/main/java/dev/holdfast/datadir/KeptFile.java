package dev.holdfast.datadir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A small file that is replaced as a whole, by a rename, after its bytes have reached the disk: a crash leaves the old
 * content or the new one. For one writer at a time.
 *
 * <p>Without POSIX permissions the directory cannot be synced, and a power failure may bring back the old content.
 */
public final class KeptFile {

    private final Path directory;
    private final Path file;
    private final boolean posix;

    /**
     * The file of this name.
     *
     * @param directory made when the file is first written, for its owner only
     */
    public KeptFile(Path directory, String name) {
        this.directory = directory;
        this.file = directory.resolve(name);
        this.posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * What was written last; empty if nothing ever was.
     *
     * @param longest how many bytes are read at most, so that a foreign file does not fill the memory
     * @throws IOException when the file is there and cannot be read, or is longer
     */
    public Optional<byte[]> read(int longest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw new IOException("the file is longer than " + longest + " bytes");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException nothingWritten) {
            return Optional.empty();
        }
    }

    /**
     * Writes this in place of the old content.
     *
     * @throws IOException when that did not succeed; then the old content is still there
     */
    public void replace(byte[] content) throws IOException {
        makeDirectory();
        // The JDK lets only the owner read a temporary file.
        Path draft = Files.createTempFile(directory, file.getFileName().toString(), ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        syncDirectory();
    }

    /** Takes the file away, if it is there. */
    public void delete() throws IOException {
        if (Files.deleteIfExists(file)) {
            syncDirectory();
        }
    }

    /**
     * Gives the file another name, for whoever wants to see what has become of it; one that had that name is lost.
     *
     * @return where it is now
     */
    public Path setAside() throws IOException {
        Path aside = directory.resolve(file.getFileName() + ".damaged");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory();
        return aside;
    }

    private void makeDirectory() throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (posix) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    private void syncDirectory() throws IOException {
        if (posix) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
