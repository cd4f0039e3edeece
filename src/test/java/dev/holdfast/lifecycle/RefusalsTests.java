package dev.holdfast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Node;
import dev.holdfast.problem.Problem;
import dev.holdfast.redis.Change;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTests {

    @ParameterizedTest
    @CsvSource({
        "started, send_stop_job_command",
        "finished, nothing left",
        "canceled, before",
        "ready_to_enqueue, ask again",
        "rate_limited, Job.cancel",
        "of_a_later_rq, does not know"
    })
    void saysOfEachStateWhyItStandsInTheWay(String state, String why) {
        Problem refusal = Refusals.notTakenBack(new Change.WrongState(Node.STANDBY, state));

        assertThat(refusal.detail()).contains(why);
        assertThat(refusal.members()).containsEntry("state", state).containsEntry("node", "standby");
    }
}
