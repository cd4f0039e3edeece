package dev.holdfast.enqueue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.problem.Notices;
import dev.holdfast.problem.ProblemWriter;
import dev.holdfast.rq.JobEncoder;
import dev.holdfast.rq.RqSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** A front desk without a web server, in front of any queue; its clock stands still. */
final class Desk {

    static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Admission admission;
    private final EnqueueController controller;
    private final BatchController batches;

    Desk(JobQueue jobs) {
        this(jobs, List.of("*"), new Admission(4, 0, Duration.ofSeconds(30), System::nanoTime));
    }

    Desk(JobQueue jobs, StandbyUse standby) {
        this(
                jobs,
                List.of("*"),
                new Admission(4, 0, Duration.ofSeconds(30), System::nanoTime),
                standby,
                Notices.none());
    }

    Desk(JobQueue jobs, Notices notices) {
        this(jobs, List.of("*"), new Admission(4, 0, Duration.ofSeconds(30), System::nanoTime), notices);
    }

    Desk(JobQueue jobs, List<String> allowedTasks, Admission admission) {
        this(jobs, allowedTasks, admission, StandbyUse.SAFE_BOX, Notices.none());
    }

    private Desk(JobQueue jobs, List<String> allowedTasks, Admission admission, Notices notices) {
        this(jobs, allowedTasks, admission, StandbyUse.SAFE_BOX, notices);
    }

    private Desk(JobQueue jobs, List<String> allowedTasks, Admission admission, StandbyUse standby, Notices notices) {
        this.admission = admission;
        ObjectMapper mapper = new ObjectMapper();
        RqSettings rq = new RqSettings("default", "json", Duration.ofMinutes(3), Map.of());
        Intake intake = new Intake(
                new AllowedTasks(allowedTasks),
                new Identities(InstantSource.fixed(NOW), new Random(1)),
                new Memory(Duration.ofDays(1), Duration.ofMinutes(15)),
                rq.queue(),
                new JobEncoder(rq),
                InstantSource.fixed(NOW));
        FrontDesk desk = new FrontDesk(intake, jobs, standby);
        DataSize largest = DataSize.ofKilobytes(64);
        RequestReader requests = new RequestReader(largest);
        ProblemWriter problems = new ProblemWriter(mapper.writer(), notices);
        AnswerWriter answers = new AnswerWriter(mapper.writerFor(Receipt.class), problems, notices);
        BatchPlaces places = new BatchPlaces(1);
        EnqueueMetrics metrics = new EnqueueMetrics(registry, admission, places);
        controller = new EnqueueController(admission, requests, desk, answers, metrics);
        BatchProperties limits = new BatchProperties(1, 300, DataSize.ofKilobytes(128), 1000, DataSize.ofMegabytes(1));
        batches = new BatchController(
                places,
                requests,
                new BatchReader(limits, largest, System::nanoTime),
                new BatchDesk(admission, intake, desk, (int) largest.toBytes(), metrics),
                new OutcomeWriter(mapper.writer(), problems, notices),
                answers,
                metrics);
    }

    MockHttpServletResponse post(byte[] body, String... headers) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/enqueue");
        request.setContentType("application/json");
        request.setContent(body);
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    MockHttpServletResponse send(MockHttpServletRequest request) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        try {
            controller.enqueue(request, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return response;
    }

    /** The whole answer to a batch of this type. */
    String askBatch(@Nullable String type, String body, String... headers) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/enqueue/batch");
        request.setContentType(type);
        request.setContent(body.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        try {
            batches.enqueue(request, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return whole(response);
    }

    /** The whole answer: status, headers but for the length, body. */
    String ask(String body, String... headers) {
        return whole(post(body.getBytes(StandardCharsets.UTF_8), headers));
    }

    static String whole(MockHttpServletResponse response) {
        StringBuilder whole = new StringBuilder().append(response.getStatus()).append('\n');
        response.getHeaderNames().stream()
                .filter(name -> !name.equals("Content-Length"))
                .sorted()
                .forEach(name -> whole.append(name)
                        .append(": ")
                        .append(response.getHeader(name))
                        .append('\n'));
        return whole.append(new String(response.getContentAsByteArray(), StandardCharsets.UTF_8))
                .append('\n')
                .toString();
    }
}
