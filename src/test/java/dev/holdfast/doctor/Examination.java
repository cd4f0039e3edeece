package dev.holdfast.doctor;

import dev.holdfast.doctor.Reading.Addresses;
import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Node;
import dev.holdfast.link.RedisUrls;
import dev.holdfast.link.TestLinks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.util.unit.DataSize;

/**
 * One run of the doctor over real servers, and what it said. Each look at its clock takes a millisecond, unless that of
 * the machine is asked for: what a busy machine does to a round trip is nothing that a check should be tested with.
 */
public record Examination(Report report) {

    /** Of a primary alone. */
    public static Examination of(String url) {
        return of(RedisUrls.parse(url, ""));
    }

    static Examination of(String primary, String standby) {
        return of(RedisUrls.parse(primary, standby));
    }

    /** Of a primary alone, with the times of this machine. */
    static Examination asLongAsItTakes(String url) {
        return of(RedisUrls.parse(url, ""), new DefaultSslBundleRegistry(), Times.ofThisMachine());
    }

    private static Examination of(RedisUrls urls) {
        return of(urls, new DefaultSslBundleRegistry());
    }

    static Examination of(RedisUrls urls, DefaultSslBundleRegistry bundles) {
        AtomicLong nanos = new AtomicLong();
        long look = Duration.ofMillis(1).toNanos();
        return of(urls, bundles, new Times(InstantSource.system(), () -> nanos.addAndGet(look), pause -> {}));
    }

    private static Examination of(RedisUrls urls, DefaultSslBundleRegistry bundles, Times times) {
        Patients patients = new Patients(Addresses.CONFIGURED, Optional.of(urls));
        Tls tls = new Tls(bundles, times.clock());
        ExecutorService threads = Executors.newCachedThreadPool();
        try (NodeVisits visits = new NodeVisits(patients, TestLinks.links(bundles), tls, TestGuards.guard(), times)) {
            return new Examination(
                    new Doctor(patients.addresses(), visits, own(), Checks.ALL, threads, times).examine());
        } finally {
            threads.shutdownNow();
        }
    }

    private static OwnReader own() {
        DoctorProperties.Spool spool = new DoctorProperties.Spool(true, "", DataSize.ofMegabytes(1));
        return new OwnReader(
                new DoctorProperties(Path.of("target", "no-such-directory").toString(), spool),
                () -> Seen.not("no spool here"),
                true);
    }

    /** What was said of the primary, or of the whole. */
    Judgement said(String id) {
        return said(id, Node.PRIMARY);
    }

    Judgement said(String id, Node node) {
        return report.findings().stream()
                .filter(finding -> finding.id().equals(id))
                .filter(finding -> finding.node().orElse(node) == node)
                .findFirst()
                .orElseThrow()
                .judgement();
    }

    /** The verdict on the primary, or on the whole, in the doctor's word for it. */
    public String word(String id) {
        return verdict(id).word();
    }

    Verdict verdict(String id) {
        return said(id).verdict();
    }
}
