package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/** What a line of the log carries in Spring Boot's structured formats. */
class LogContextTests {

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final ObjectMapper json = new ObjectMapper();
    private Logger log;

    @BeforeEach
    void begin() {
        context.setMDCAdapter(MDC.getMDCAdapter());
        context.putObject(Environment.class.getName(), new MockEnvironment());
        lines.start();
        ch.qos.logback.classic.Logger logger = context.getLogger("dev.holdfast.Sample");
        logger.addAppender(lines);
        log = logger;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash", "gelf"})
    void aLineAboutAJobNamesIt(String format) throws IOException {
        log.atWarn().addKeyValue("job_id", "order-4711").log("Redis refused job {}: {}", "order-4711", "wrongtype");

        JsonNode line = structured(format);
        // GELF begins what is not its own with an underscore.
        assertThat(line.path(format.equals("gelf") ? "_job_id" : "job_id").asText())
                .isEqualTo("order-4711");
        assertThat(line.toString()).contains("Redis refused job order-4711: wrongtype");
        assertThat(line.has(LogContext.INCIDENT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash", "gelf"})
    void eachLineNamesTheIncidentThatIsOpen(String format) throws IOException {
        context.putProperty(LogContext.INCIDENT, "inc-1");
        log.info("Jobs go to Redis standby now");

        assertThat(structured(format).path(LogContext.INCIDENT).asText()).isEqualTo("inc-1");

        context.putProperty(LogContext.INCIDENT, "");
        log.info("Jobs go to Redis primary now");

        assertThat(structured(format).has(LogContext.INCIDENT)).isFalse();
    }

    private JsonNode structured(String format) throws IOException {
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.start();
        return json.readTree(encoder.encode(lines.list.get(lines.list.size() - 1)));
    }
}
