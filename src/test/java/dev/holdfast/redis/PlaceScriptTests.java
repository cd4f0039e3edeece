package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.link.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each reply means for the job. */
class PlaceScriptTests {

    @Test
    void believesAnAnswerThatNamesTheJob() {
        assertThat(placement(answer("OK", "a"))).isEqualTo(new Placement.Placed(Node.PRIMARY, "run", JobState.QUEUED));
        assertThat(placement(answer("DUP", "a"))).isEqualTo(new Placement.AlreadyPlaced(Node.PRIMARY, "run"));
        assertThat(placement(answer("CONFLICT", "a"))).isEqualTo(new Placement.Conflict());
        assertThat(placement(answer("EXPIRED", "a"))).isEqualTo(new Placement.NotWritten(Reason.EXPIRED));
        assertThat(placement(answer("WRONGTYPE", "a"))).isEqualTo(new Placement.Refused(Reason.WRONGTYPE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK", "DUP", "CONFLICT", "EXPIRED", "WRONGTYPE"})
    void believesNoAnswerThatNamesAnotherJob(String code) {
        assertThat(placement(answer(code, "b"))).isEqualTo(new Placement.InDoubt(Node.PRIMARY, Reason.PROTOCOL_ERROR));
    }

    @Test
    void believesNoAnswerOfAnUnknownShape() {
        Placement doubt = new Placement.InDoubt(Node.PRIMARY, Reason.PROTOCOL_ERROR);

        assertThat(placement(answer())).isEqualTo(doubt);
        assertThat(placement(answer("OK"))).isEqualTo(doubt);
        assertThat(placement(answer("FINE", "a"))).isEqualTo(doubt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOADING x",
                "READONLY x",
                "MASTERDOWN x",
                "MISCONF x",
                "OOM x",
                "NOREPLICAS x",
                "BUSY x",
                "NOAUTH x",
                "NOPERM this user may not run evalsha",
                "CLUSTERDOWN x"
            })
    void takesAnErrorOfTheNodeForNotWritten(String error) {
        assertThat(placement(new Reply.ServerError(error))).isInstanceOf(Placement.NotWritten.class);
    }

    @Test
    void doesNotKnowWhatAScriptDidThatWasDeniedACommand() {
        assertThat(placement(new Reply.ServerError(
                        "ERR The user executing the script can't run this command or subcommand script: 1")))
                .isEqualTo(new Placement.InDoubt(Node.PRIMARY, Reason.NOPERM));
    }

    @Test
    void takesAnUnknownErrorForARefusal() {
        assertThat(placement(new Reply.ServerError("ERR unknown command 'EVALSHA'")))
                .isEqualTo(new Placement.Refused(Reason.SCRIPT_ERROR));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void whatWasNotSentIsNotWrittenAndWhatIsLostIsInDoubt(Reason reason) {
        assertThat(placement(new Reply.NotSent(reason))).isEqualTo(new Placement.NotWritten(reason));
        assertThat(placement(new Reply.Lost(reason))).isEqualTo(new Placement.InDoubt(Node.PRIMARY, reason));
    }

    private static Placement placement(Reply reply) {
        return new PlaceScript(Node.PRIMARY).placement(job("a"), reply);
    }

    private static Reply answer(String... parts) {
        List<byte[]> bytes = Stream.of(parts)
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toList();
        return new Reply.Answer(bytes, "run");
    }
}
