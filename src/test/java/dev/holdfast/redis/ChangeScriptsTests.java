package dev.holdfast.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.link.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each reply means for a change, and what two together mean. */
class ChangeScriptsTests {

    private static final Change DOUBT = new Change.InDoubt(Node.PRIMARY, Reason.PROTOCOL_ERROR);

    @Test
    void believesAnAnswerThatNamesTheJob() {
        assertThat(change(answer("OK", "a", "queued", "3"))).isEqualTo(new Change.Done(Node.PRIMARY, "queued", 3));
        assertThat(change(answer("STATE", "a", "started", "0")))
                .isEqualTo(new Change.WrongState(Node.PRIMARY, "started"));
        assertThat(change(answer("TAKEN", "a", "queued", "0"))).isEqualTo(new Change.Taken(Node.PRIMARY));
        assertThat(change(answer("MOVING", "a", "queued", "0"))).isEqualTo(new Change.Moving(Node.PRIMARY));
        assertThat(change(answer("ASIDE", "a", "queued", "0"))).isEqualTo(new Change.Aside(Node.PRIMARY));
        assertThat(change(answer("GONE", "a", "", "0"))).isEqualTo(new Change.Gone(Node.PRIMARY));
        assertThat(change(answer("UNKNOWN", "a", "", "0"))).isEqualTo(new Change.Unknown());
        assertThat(change(answer("EXPIRED", "a", "", "0"))).isEqualTo(new Change.NotAsked(Reason.EXPIRED));
        assertThat(change(answer("WRONGTYPE", "a", "", "0")))
                .isEqualTo(new Change.Refused(Node.PRIMARY, Reason.WRONGTYPE));
    }

    @Test
    void believesNoOtherAnswer() {
        assertThat(change(answer())).isEqualTo(DOUBT);
        assertThat(change(answer("OK", "b", "queued", "0"))).isEqualTo(DOUBT);
        assertThat(change(answer("OK", "a", "queued"))).isEqualTo(DOUBT);
        assertThat(change(answer("OK", "a", "queued", "0", "more"))).isEqualTo(DOUBT);
        assertThat(change(answer("OK", "a", "queued", "0", "fingerprint", "a", "more")))
                .isEqualTo(DOUBT);
        assertThat(change(answer("FINE", "a", "queued", "0"))).isEqualTo(DOUBT);
        assertThat(change(answer("OK", "a", "queued", "many"))).isEqualTo(new Change.Done(Node.PRIMARY, "queued", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOADING x", "READONLY x", "MISCONF x", "OOM x", "NOPERM this user may not run evalsha"})
    void takesAnErrorOfTheNodeForNotDone(String error) {
        assertThat(change(new Reply.ServerError(error))).isInstanceOf(Change.NotAsked.class);
    }

    @Test
    void doesNotKnowWhatAScriptDidThatWasDeniedACommand() {
        assertThat(change(new Reply.ServerError(
                        "ERR The user executing the script can't run this command or subcommand script: 1")))
                .isEqualTo(new Change.InDoubt(Node.PRIMARY, Reason.NOPERM));
    }

    @Test
    void takesAnUnknownErrorForARefusal() {
        assertThat(change(new Reply.ServerError("ERR unknown command 'EVALSHA'")))
                .isEqualTo(new Change.Refused(Node.PRIMARY, Reason.SCRIPT_ERROR));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void whatWasNotSentIsNotDoneAndWhatIsLostIsInDoubt(Reason reason) {
        assertThat(change(new Reply.NotSent(reason))).isEqualTo(new Change.NotAsked(reason));
        assertThat(change(new Reply.Lost(reason))).isEqualTo(new Change.InDoubt(Node.PRIMARY, reason));
    }

    @Test
    void theNodeThatHasTheJobCounts() {
        Change done = new Change.Done(Node.STANDBY, "queued", 0);
        Change state = new Change.WrongState(Node.PRIMARY, "started");
        Change gone = new Change.Gone(Node.PRIMARY);
        Change unknown = new Change.Unknown();
        Change notAsked = new Change.NotAsked(Reason.UNREACHABLE);

        assertThat(JobChanges.joined(state, done)).isEqualTo(state);
        assertThat(JobChanges.joined(gone, done)).isEqualTo(done);
        assertThat(JobChanges.joined(unknown, done)).isEqualTo(done);
        assertThat(JobChanges.joined(unknown, unknown)).isEqualTo(unknown);
        assertThat(JobChanges.joined(gone, unknown)).isEqualTo(gone);
        assertThat(JobChanges.joined(gone, notAsked)).isEqualTo(gone);
        assertThat(JobChanges.joined(unknown, notAsked)).isEqualTo(notAsked);
        assertThat(JobChanges.joined(notAsked, unknown)).isEqualTo(notAsked);
        assertThat(JobChanges.joined(notAsked, gone)).isEqualTo(notAsked);
        assertThat(JobChanges.joined(notAsked, state)).isEqualTo(state);
        assertThat(JobChanges.joined(notAsked, done))
                .isEqualTo(new Change.HalfDone(Node.STANDBY, Node.PRIMARY, Reason.UNREACHABLE));
        assertThat(JobChanges.joined(DOUBT, done))
                .isEqualTo(new Change.HalfDone(Node.STANDBY, Node.PRIMARY, Reason.PROTOCOL_ERROR));
    }

    private static Change change(Reply reply) {
        return new ChangeScripts().change(Node.PRIMARY, new JobId("a"), reply);
    }

    private static Reply answer(String... parts) {
        List<byte[]> bytes = Stream.of(parts)
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toList();
        return new Reply.Answer(bytes, "run");
    }
}
