package dev.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.doctor.Reading.Addresses;
import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Node;
import dev.holdfast.link.RedisUrls;
import dev.holdfast.link.TestLinks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.util.unit.DataSize;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What becomes of findings: a report, an exit code, an answer; and what becomes of a run that does not end. */
class DoctorTests {

    private static final Check GOOD = Check.ofAll("a-good", Group.SERVER, reading -> Judgement.ok("seen"));
    private static final Check WARNS =
            Check.ofAll("a-warning", Group.MEMORY, reading -> Judgement.warning("seen", "do it"));
    private static final Check FAILS =
            Check.ofAll("a-problem", Group.NETWORK, reading -> Judgement.problem("seen", "do it now"));
    private static final Check BLIND =
            Check.ofAll("a-secret", Group.SERVICE, reading -> Judgement.couldNotSee("it is hidden"));

    private final AtomicLong nanos = new AtomicLong();
    private final Times times = new Times(() -> Instant.EPOCH, nanos::get, pause -> {});
    private ExecutorService threads = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void theExitCodeIsThatOfTheWorst() {
        assertThat(run(new StringWriter(), List.of(GOOD))).isZero();
        assertThat(run(new StringWriter(), List.of(GOOD, BLIND))).isZero();
        assertThat(run(new StringWriter(), List.of(GOOD, WARNS, BLIND))).isEqualTo(1);
        assertThat(run(new StringWriter(), List.of(GOOD, WARNS, FAILS))).isEqualTo(2);
    }

    @Test
    void aRunThatIsNotPossibleIsAProblemToo() {
        CommandLine line = new CommandLine(new DoctorCommand(() -> {
            throw new IllegalStateException("no rooms");
        }));
        line.setErr(new PrintWriter(new StringWriter()));

        assertThat(line.execute()).isEqualTo(2);
    }

    @Test
    void peopleReadALineForEachAndMoreBelowThoseThatAreNotWell() {
        StringWriter out = new StringWriter();

        run(out, List.of(GOOD, WARNS, FAILS, BLIND));

        assertThat(out.toString().lines().map(String::stripTrailing))
                .containsExactly("""

                Server
                  ok                      a-good                        seen

                Memory and CPU
                  warning                 a-warning                     seen
                                          fix: do it
                                          see: docs/runbook.md#doctor-a-warning

                Network
                  problem                 a-problem                     seen
                                          fix: do it now
                                          see: docs/runbook.md#doctor-a-problem

                This service
                  could not see           a-secret                      it is hidden
                                          see: docs/runbook.md#doctor-a-secret

                ok: 1, warnings: 1, problems: 1, could not see: 1 (0 ms)""".lines().toArray(String[]::new));
    }

    @Test
    void whatCouldNotBeSeenForOneReasonStandsTogether() {
        Check another = Check.ofAll("another-secret", Group.SERVICE, reading -> Judgement.couldNotSee("it is hidden"));
        StringWriter out = new StringWriter();

        run(out, List.of(BLIND, another));

        assertThat(out.toString()).contains("""
                  could not see           a-secret                      it is hidden
                                          another-secret
                                          see: docs/runbook.md#doctor-a-secret
                """);
    }

    @Test
    void programsReadAStableShape() throws JsonProcessingException {
        StringWriter out = new StringWriter();

        run(out, List.of(GOOD, WARNS), "--json");

        assertThat(new ObjectMapper().readTree(out.toString())).isEqualTo(new ObjectMapper().readTree("""
                {"verdict":"warning","duration_ms":0,"checks":[
                 {"id":"a-good","group":"server","verdict":"ok","evidence":"seen","page":"docs/runbook.md#doctor-a-good"},
                 {"id":"a-warning","group":"memory","verdict":"warning","evidence":"seen","fix":"do it",
                  "page":"docs/runbook.md#doctor-a-warning"}]}"""));
    }

    @Test
    void coloursAreForTerminalsOnly() {
        Report report = doctor(List.of(FAILS)).examine();

        assertThat(new ReportText(report, (style, text) -> Ansi.ON.string("@|" + style + " " + text + "|@")).lines())
                .anySatisfy(line -> assertThat(line).contains("\u001b["));
        assertThat(new ReportText(report, (style, text) -> Ansi.OFF.string("@|" + style + " " + text + "|@")).lines())
                .allSatisfy(line -> assertThat(line).doesNotContain("\u001b["));
    }

    @Test
    void aNodeThatTakesTooLongIsNotWaitedFor() {
        CountDownLatch never = new CountDownLatch(1);
        threads.execute(() -> {
            try {
                never.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        Times hasty = new Times(
                () -> Instant.EPOCH,
                () -> nanos.addAndGet(Duration.ofSeconds(10).toNanos()),
                pause -> {});

        Examination examination = new Examination(doctor(Checks.ALL, hasty).examine());

        assertThat(examination.said("network-name").evidence()).endsWith("there was no time left for it");
        assertThat(examination.verdict("network-name")).isEqualTo(Verdict.PROBLEM);
        assertThat(examination.said("memory-limit")).isEqualTo(Judgement.couldNotSee("there was no time left for it"));
        assertThat(examination.said("network-name", Node.STANDBY).verdict()).isEqualTo(Verdict.PROBLEM);
    }

    @Test
    void runsThatHangUseUpNoMoreThanTheirThreads() {
        threads.shutdownNow();
        threads = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        CountDownLatch never = new CountDownLatch(1);
        threads.execute(() -> {
            try {
                never.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });

        Examination examination = new Examination(doctor(Checks.ALL, times).examine());

        assertThat(examination.said("memory-limit"))
                .isEqualTo(Judgement.couldNotSee("earlier runs have not ended yet"));
    }

    @Test
    void theEndpointRunsOnceAndAnswersFromThatForTenSeconds() {
        AtomicInteger runs = new AtomicInteger();
        DoctorEndpoint endpoint = new DoctorEndpoint(
                () -> {
                    runs.incrementAndGet();
                    return doctor(List.of(GOOD)).examine();
                },
                nanos::get);

        WebEndpointResponse<ReportJson> first = endpoint.report();
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(endpoint.report().getBody()).isSameAs(first.getBody());
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(endpoint.report().getBody()).isNotSameAs(first.getBody());

        assertThat(runs).hasValue(2);
    }

    @Test
    void whoAsksDuringTheFirstRunIsTurnedAwayAndLaterGetsTheLastOne() {
        AtomicInteger depth = new AtomicInteger();
        DoctorEndpoint[] endpoint = new DoctorEndpoint[1];
        int[] status = new int[3];
        endpoint[0] = new DoctorEndpoint(
                () -> {
                    int run = depth.getAndIncrement();
                    status[run] = endpoint[0].report().getStatus();
                    return doctor(List.of(GOOD)).examine();
                },
                nanos::get);

        endpoint[0].report();
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        endpoint[0].report();

        assertThat(depth).hasValue(2);
        assertThat(status).startsWith(503, 200);
    }

    private int run(StringWriter out, List<Check> checks, String... arguments) {
        CommandLine line = new CommandLine(new DoctorCommand(() -> doctor(checks)));
        line.setOut(new PrintWriter(out, true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        return line.execute(arguments);
    }

    private Doctor doctor(List<Check> checks) {
        OwnReader own = own();
        return new Doctor(Addresses.CONFIGURED, List::of, own, checks, threads, times);
    }

    private Doctor doctor(List<Check> checks, Times times) {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
        RedisUrls urls = RedisUrls.parse("redis://127.0.0.1:1", "redis://127.0.0.1:2");
        NodeVisits visits = new NodeVisits(
                new Patients(Addresses.CONFIGURED, Optional.of(urls)),
                TestLinks.links(bundles),
                new Tls(bundles, times.clock()),
                TestGuards.guard(),
                times);
        return new Doctor(Addresses.CONFIGURED, visits, own(), checks, threads, times);
    }

    private static OwnReader own() {
        DoctorProperties.Spool spool = new DoctorProperties.Spool(true, "", DataSize.ofMegabytes(1));
        DoctorProperties properties =
                new DoctorProperties(Path.of("target", "no-such-directory").toString(), spool);
        return new OwnReader(properties, () -> Seen.not("no spool here"), true);
    }
}
