package dev.holdfast.doctor;

import static dev.holdfast.doctor.Readings.judge;
import static dev.holdfast.doctor.Readings.saying;
import static dev.holdfast.doctor.Verdict.COULD_NOT_SEE;
import static dev.holdfast.doctor.Verdict.OK;
import static dev.holdfast.doctor.Verdict.PROBLEM;
import static dev.holdfast.doctor.Verdict.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Reason;
import dev.holdfast.spool.SpoolState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What the service has around it: directory, disk, memory. */
@DisabledOnOs(OS.WINDOWS)
class OwnReaderTests {

    @TempDir
    private Path directory;

    @BeforeEach
    void close() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aDirectoryForItsOwnerOnlyIsWell() throws IOException {
        write("rw-------");

        assertThat(judge("service-permissions", inside(DataSize.ofMegabytes(1))).verdict())
                .isEqualTo(OK);
    }

    @Test
    void namesTheFilesThatOthersMayRead() throws IOException {
        write("rw-r-----");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(judge("service-permissions", inside(DataSize.ofMegabytes(1))))
                .returns(WARNING, Judgement::verdict)
                .returns("others may enter or read the data directory, jobs.db", Judgement::evidence);
    }

    @Test
    void whatLiesInAClosedDirectoryNeedsNoMoreClosing() throws IOException {
        write("rw-r--r--");

        assertThat(judge("service-permissions", inside(DataSize.ofMegabytes(1))).verdict())
                .isEqualTo(OK);
    }

    @Test
    void namesASpoolThatIsOpenElsewhere(@TempDir Path elsewhere) throws IOException {
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-x---"));
        DoctorProperties.Spool spool = new DoctorProperties.Spool(true, elsewhere.toString(), DataSize.ofMegabytes(1));
        OwnReader reader =
                new OwnReader(new DoctorProperties(directory.toString(), spool), () -> Seen.not("none"), true);

        assertThat(judge("service-permissions", reading(reader.read())).evidence())
                .isEqualTo("others may enter or read the spool's directory");
    }

    @Test
    void doesNotSeeADirectoryThatIsNotThere() {
        DoctorProperties elsewhere = properties(directory.resolve("none"), DataSize.ofMegabytes(1));

        Reading reading = reading(new OwnReader(elsewhere, () -> Seen.not("none"), true).read());

        assertThat(judge("service-permissions", reading).verdict()).isEqualTo(COULD_NOT_SEE);
        assertThat(judge("service-disk", reading).verdict()).isEqualTo(OK);
    }

    @Test
    void aDiskWithLessThanMustStayFreeIsAProblem() {
        assertThat(judge("service-disk", inside(DataSize.ofTerabytes(1_000_000)))
                        .verdict())
                .isEqualTo(PROBLEM);
    }

    @Test
    void aProcessBesideTheServiceSeesNothingOfItsInside() {
        DoctorProperties properties = properties(directory, DataSize.ofMegabytes(1));

        Reading reading = reading(new OwnReader(properties, () -> Seen.of(spool(0, 0)), false).read());

        assertThat(List.of("service-spool", "service-heap", "service-descriptors"))
                .allSatisfy(id -> assertThat(judge(id, reading).evidence()).contains("/actuator/doctor"));
    }

    @Test
    void seesItsOwnMemoryAndFiles() {
        Reading reading = inside(DataSize.ofMegabytes(1));

        assertThat(judge("service-heap", reading).evidence()).contains(" of ");
        assertThat(judge("service-descriptors", reading).verdict()).isEqualTo(OK);
    }

    @Test
    void jobsThatNeedSomebodyAreAWarningAndLostOnesAProblem() {
        assertThat(judge("service-spool", withSpool(spool(0, 0))).verdict()).isEqualTo(OK);
        assertThat(judge("service-spool", withSpool(spool(1, 0))).verdict()).isEqualTo(WARNING);
        assertThat(judge("service-spool", withSpool(spool(0, 1))).verdict()).isEqualTo(PROBLEM);
        SpoolState full = new SpoolState(
                Optional.of(Reason.DISK_FULL), 3, 0, 0, 0, SpoolState.Withdrawn.NONE, 0, Optional.empty(), false, 0);
        assertThat(judge("service-spool", withSpool(full)).evidence()).endsWith("it takes none: disk_full");
    }

    @Test
    void aHeapThatIsNearlyFullIsSaid() {
        Own nearly = new Own(
                Seen.not(""),
                Seen.not(""),
                Seen.not(""),
                Seen.of(new Own.Share(85, 100)),
                Seen.of(new Own.Share(99, 100)));

        assertThat(judge("service-heap", reading(nearly)).verdict()).isEqualTo(WARNING);
        assertThat(judge("service-descriptors", reading(nearly)).verdict()).isEqualTo(PROBLEM);
    }

    @Test
    void whatTheProofsCostIsEstimatedFromASample() {
        NodeReading many = saying(Map.of("maxmemory", "1000000000"))
                .with(Part.PROOFS, Seen.of(new Proofs(10_000, 5_000, 4_000_000)));

        assertThat(judge("service-proofs", many))
                .returns(WARNING, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .startsWith("about 2000000 proofs");
        assertThat(judge("service-proofs", many.with(Part.PROOFS, Seen.of(new Proofs(10, 10, 10))))
                        .verdict())
                .isEqualTo(OK);
    }

    private void write(String permissions) throws IOException {
        Path file = Files.createFile(directory.resolve("jobs.db"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Reading inside(DataSize free) {
        return reading(new OwnReader(properties(directory, free), () -> Seen.of(spool(0, 0)), true).read());
    }

    private static Reading withSpool(SpoolState state) {
        return reading(new Own(Seen.not(""), Seen.not(""), Seen.of(state), Seen.not(""), Seen.not("")));
    }

    private static Reading reading(Own own) {
        return new Reading(Instant.EPOCH, Reading.Addresses.CONFIGURED, List.of(), own);
    }

    private static SpoolState spool(long aside, long missing) {
        return new SpoolState(
                Optional.empty(), 0, 0, 0, aside, SpoolState.Withdrawn.NONE, 0, Optional.empty(), false, missing);
    }

    private static DoctorProperties properties(Path directory, DataSize free) {
        return new DoctorProperties(directory.toString(), new DoctorProperties.Spool(true, "", free));
    }
}
