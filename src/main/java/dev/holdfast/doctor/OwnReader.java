package dev.holdfast.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.holdfast.doctor.Own.Share;
import dev.holdfast.spool.SpoolState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at what the service has around it: its directory, its disk, its memory. */
final class OwnReader {

    private static final Set<PosixFilePermission> OF_THE_OWNER = PosixFilePermissions.fromString("rwx------");

    private static final String BESIDE = "the service is another process; ask its endpoint /actuator/doctor";

    private final DoctorProperties properties;
    private final Supplier<Seen<SpoolState>> spool;
    private final boolean inside;

    /** @param inside whether this process is the service */
    OwnReader(DoctorProperties properties, Supplier<Seen<SpoolState>> spool, boolean inside) {
        this.properties = properties;
        this.spool = spool;
        this.inside = inside;
    }

    Own read() {
        return new Own(
                open(),
                disk(),
                inside ? spool.get() : Seen.not(BESIDE),
                inside ? heap() : Seen.not(BESIDE),
                inside ? files() : Seen.not(BESIDE));
    }

    private Seen<List<String>> open() {
        Path data = properties.directory();
        if (!Files.isDirectory(data)) {
            return Seen.not(
                    "there is no data directory here: the service has another one, or has not been started yet");
        }
        if (!data.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Seen.not("this file system has no permission bits");
        }
        List<String> open = new ArrayList<>();
        try {
            // Nobody else comes through a closed directory to what is in it.
            if (isOpen(data)) {
                open.add("the data directory");
                try (Stream<Path> inside = Files.list(data)) {
                    for (Path file : inside.sorted().toList()) {
                        if (isOpen(file)) {
                            open.add(file.getFileName().toString());
                        }
                    }
                }
            }
            if (Files.isDirectory(properties.spoolDirectory()) && isOpen(properties.spoolDirectory())) {
                open.add("the spool's directory");
            }
            return Seen.of(open);
        } catch (IOException hidden) {
            return Seen.not("the data directory may not be read by this user");
        }
    }

    private static boolean isOpen(Path file) throws IOException {
        return !OF_THE_OWNER.containsAll(Files.getPosixFilePermissions(file));
    }

    private Seen<Share> disk() {
        if (!properties.spool().enabled()) {
            return Seen.not("HOLDFAST_SPOOL_ENABLED is false");
        }
        Path there = properties.spoolDirectory();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null) {
            return Seen.not("the spool's directory cannot be seen from here");
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            return Seen.of(new Share(free, properties.spool().minFree().toBytes()));
        } catch (IOException hidden) {
            return Seen.not("the spool's directory cannot be seen from here");
        }
    }

    private static Seen<Share> heap() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return Seen.of(new Share(heap.getUsed(), heap.getMax()));
    }

    private static Seen<Share> files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? Seen.of(new Share(system.getOpenFileDescriptorCount(), system.getMaxFileDescriptorCount()))
                : Seen.not("this system does not tell");
    }
}
