package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.job.Claim;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

class SpoolEndpointTests {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private TestSpool spool;
    private SpoolOperator operator;
    private SpoolEndpoint endpoint;

    @BeforeEach
    void open() {
        spool = new TestSpool(directory.resolve("spool"));
        operator = new SpoolOperator(spool.spool(), System::nanoTime);
        endpoint = new SpoolEndpoint(spool.spool(), operator, TestSpool.LIMITS, JSON.writer(), System::nanoTime);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void showsAnEmptySpool() throws JsonProcessingException {
        JsonNode state = state();

        assertThat(state.get("accepting").asBoolean()).isTrue();
        assertThat(state.has("reason")).isFalse();
        assertThat(state.has("oldest_s")).isFalse();
        assertThat(state.get("waiting").asLong()).isZero();
        assertThat(state.get("stuck")).isEmpty();
        assertThat(state.get("limits").get("hold_s").asLong()).isEqualTo(600);
    }

    @Test
    void countsWhatWaitsAndWhatWasSentWhere() throws JsonProcessingException {
        spool.keep(job("a"));
        spool.keepInDoubt(job("b"), Node.STANDBY);

        JsonNode state = state();

        assertThat(state.get("waiting").asLong()).isOne();
        assertThat(state.get("sent").toString()).isEqualTo("{\"primary\":0,\"standby\":1}");
        assertThat(state.get("stuck")).isEmpty();
    }

    @Test
    void namesWhatIsHeldForANodeWithOtherData() throws JsonProcessingException {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        spool.keep(job("b"));

        spool.nodes.up(Node.PRIMARY, Duration.ZERO, "emptied");

        assertThat(state().get("stuck")).hasSize(1);
        assertThat(state().get("stuck").get(0).toString())
                .startsWith(
                        "{\"job_id\":\"a\",\"state\":\"held\",\"node\":\"primary\",\"reason\":\"connection_lost\",\"since\":\"");
    }

    @Test
    void namesTheFirstHundredThatAreSetAside() throws JsonProcessingException {
        for (int i = 0; i < 101; i++) {
            setAside("job-" + i);
        }

        assertThat(state().get("set_aside").asLong()).isEqualTo(101);
        assertThat(state().get("stuck")).hasSize(100);
        assertThat(state().get("stuck").get(0).toString())
                .startsWith("{\"job_id\":\"job-0\",\"state\":\"set_aside\",\"reason\":\"conflict\"");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, /action",
                "-, a, /action",
                "burn, a, /action",
                "RETRY, a, /action",
                "retry, -, /job_id",
                "release, '', /job_id",
                "discard, a b, /job_id",
                "retry_all, a, /job_id",
                "export, a, /job_id"
            })
    void refusesWhatNobodyCanAsk(@Nullable String action, @Nullable String id, String pointer)
            throws JsonProcessingException {
        setAside("a");

        WebEndpointResponse<?> refusal = endpoint.change(action, id);

        assertThat(refusal.getStatus()).isEqualTo(400);
        assertThat(JSON.writeValueAsString(refusal.getBody()))
                .contains("\"invalid_spool_action\"", "\"pointer\":\"" + pointer + "\"");
        assertThat(state().get("set_aside").asLong()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"retry", "release", "discard"})
    void knowsNoJobThatIsNotThere(String action) throws JsonProcessingException {
        WebEndpointResponse<?> refusal = endpoint.change(action, "never");

        assertThat(refusal.getStatus()).isEqualTo(404);
        assertThat(JSON.writeValueAsString(refusal.getBody())).contains("\"job_not_found\"");
    }

    @ParameterizedTest
    @CsvSource({
        "waiting, retry, waiting",
        "waiting, release, waiting",
        "sent, retry, sent",
        "sent, discard, sent",
        "aside, release, set_aside"
    })
    void changesNoRowInAnotherState(String id, String action, String state) throws JsonProcessingException {
        setAside("aside");
        spool.keep(job("waiting"));
        spool.keepInDoubt(job("sent"), Node.PRIMARY);

        WebEndpointResponse<?> refusal = endpoint.change(action, id);

        assertThat(refusal.getStatus()).isEqualTo(409);
        assertThat(JSON.writeValueAsString(refusal.getBody()))
                .contains("\"wrong_job_state\"", "\"state\":\"" + state + "\"");
        assertThat(state().get("waiting").asLong()).isOne();
        assertThat(state().get("set_aside").asLong()).isOne();
        assertThat(operator.released()).isZero();
    }

    @Test
    void releasesNothingThatIsBeingPlacedInThisMoment() {
        spool.keep(job("a"));
        spool.rows(Node.PRIMARY).claim(1, LEASE);

        assertThat(endpoint.change("release", "a").getStatus()).isEqualTo(409);
        assertThat(operator.released()).isZero();
    }

    @Test
    void releasesWhatWasSentAndCountsItAsAPossibleDouble() throws JsonProcessingException {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        spool.activate(Node.STANDBY);

        assertThat(endpoint.change("release", "a").getStatus()).isEqualTo(200);

        assertThat(state().get("released").asLong()).isOne();
        assertThat(spool.rows(Node.STANDBY).claim(1, LEASE)).hasSize(1);
    }

    @Test
    void hasSetAsideJobsTriedAgain() {
        setAside("a");
        setAside("b");
        setAside("c");

        assertThat(endpoint.change("retry", "b").getStatus()).isEqualTo(200);
        assertThat(ids(spool.rows(Node.PRIMARY).claim(10, LEASE))).containsExactly("b");
        assertThat(endpoint.change("retry_all", null).getStatus()).isEqualTo(200);
        assertThat(ids(spool.rows(Node.PRIMARY).claim(10, LEASE))).containsExactly("a", "c");
    }

    @Test
    void givesASetAsideJobUp() throws JsonProcessingException {
        setAside("a");

        assertThat(endpoint.change("discard", "a").getStatus()).isEqualTo(200);

        assertThat(state().get("set_aside").asLong()).isZero();
        assertThat(spool.find("a")).isEmpty();
    }

    @Test
    void saysThatTheDiskDoesNotAnswer() throws JsonProcessingException {
        setAside("a");
        spool.fail();

        WebEndpointResponse<?> refusal = endpoint.change("discard", "a");

        assertThat(refusal.getStatus()).isEqualTo(503);
        assertThat(JSON.writeValueAsString(refusal.getBody()))
                .contains("\"spool_unavailable\"", "\"reason\":\"disk_failed\"");
        assertThat(endpoint.change("export", null).getStatus()).isEqualTo(503);
        assertThat(state().get("accepting").asBoolean()).isFalse();
        assertThat(state().has("stuck")).isFalse();
    }

    private void setAside(String id) {
        spool.keep(job(id));
        JobSource rows = spool.rows(Node.PRIMARY);
        rows.setAside(rows.claim(1, LEASE).get(0), "conflict");
    }

    private static List<String> ids(List<Claim> claims) {
        return claims.stream().map(claim -> claim.job().id().value()).toList();
    }

    private JsonNode state() throws JsonProcessingException {
        return JSON.readTree(JSON.writeValueAsString(endpoint.state()));
    }
}
