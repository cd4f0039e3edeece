package dev.holdfast.doctor;

import static dev.holdfast.doctor.Verdict.COULD_NOT_SEE;
import static dev.holdfast.doctor.Verdict.OK;
import static dev.holdfast.doctor.Verdict.PROBLEM;
import static dev.holdfast.doctor.Verdict.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Node;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.AclCategory;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users who may not do all that is needed, or not see all that is asked for. */
@Tag("redis")
class RightsTests {

    private static final Pattern BLOCK = Pattern.compile("(?s)```\n(ACL SETUSER holdfast |  \\+|\\+)(.*?)```");

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer("requirepass secret");

    @AfterEach
    void restore() {
        REDIS.commands().aclDeluser("app");
    }

    @Test
    void theRightsOfTheReadmeAreEnough() throws IOException {
        user("README.md");

        Examination examination = Examination.of("redis://:secret@localhost:" + REDIS.port(), url("app:secret@"));

        assertThat(examination.said("network-rights", Node.STANDBY).verdict()).isIn(OK, WARNING);
        assertThat(examination.said("server-version", Node.STANDBY).verdict()).isEqualTo(OK);
        assertThat(examination.said("server-slow-commands", Node.STANDBY)).isEqualTo(denied("SLOWLOG"));
    }

    @Test
    void withThoseOfItsOwnPageTheDoctorSeesEverything() throws IOException {
        user("README.md", "docs/doctor.md");
        REDIS.commands().configSet("latency-monitor-threshold", "100000");

        Examination examination = Examination.of("redis://:secret@localhost:" + REDIS.port(), url("app:secret@"));

        assertThat(examination.report().findings())
                .filteredOn(finding -> finding.node().equals(Optional.of(Node.STANDBY)))
                .filteredOn(finding -> finding.judgement().verdict() == COULD_NOT_SEE)
                .extracting(Finding::id)
                .isSubsetOf("memory-swap");
    }

    @Test
    void namesTheRightsThatTheUserLacks() {
        user(rights -> rights.removeCommand(CommandType.RPUSH).removeCommand(CommandType.EVAL));

        assertThat(Examination.of(url("app:secret@")).said("network-rights"))
                .returns(PROBLEM, Judgement::verdict)
                .returns("the user lacks rpush, eval", Judgement::evidence);
    }

    @Test
    void namesTheRightsThatOnlyAStandbyNeeds() {
        user(rights -> rights.removeCommand(CommandType.LPOS));

        Examination examination = Examination.of(url(":secret@"), url("app:secret@") + "/1");

        assertThat(examination.verdict("network-rights")).isEqualTo(OK);
        assertThat(examination.said("network-rights", Node.STANDBY).evidence()).isEqualTo("the user lacks lpos");
    }

    @Test
    void namesTheKeysThatTheUserMayNotTouch() {
        REDIS.commands()
                .aclSetuser(
                        "app",
                        AclSetuserArgs.Builder.on()
                                .addPassword("secret")
                                .keyPattern("holdfast:*")
                                .allCommands());

        assertThat(Examination.of(url("app:secret@")).said("network-rights").evidence())
                .isEqualTo("the user lacks ~rq:*");
    }

    @Test
    void writesNothingWhereItMayNotWriteItsProbe() {
        user(rights -> rights.removeCommand(CommandType.SET));

        assertThat(Examination.of(url("app:secret@")).said("network-rights").evidence())
                .isEqualTo("the user lacks set, or keys that begin with holdfast:");
        assertThat(REDIS.commands().keys("*:none")).isEmpty();
    }

    @Test
    void whatMayNotBeReadIsNotSeenAndSaysWhy() {
        user(rights -> rights.removeCategory(AclCategory.ADMIN)
                .removeCommand(CommandType.INFO)
                .removeCommand(CommandType.SCAN));

        Examination examination = Examination.of(url("app:secret@"));

        assertThat(examination.said("server-role")).isEqualTo(denied("INFO"));
        assertThat(examination.said("memory-limit")).isEqualTo(denied("INFO"));
        assertThat(examination.said("network-clients")).isEqualTo(denied("INFO"));
        assertThat(examination.said("configuration-timeout")).isEqualTo(denied("CONFIG"));
        assertThat(examination.said("server-slow-commands")).isEqualTo(denied("SLOWLOG"));
        assertThat(examination.said("server-delays")).isEqualTo(denied("LATENCY"));
        assertThat(examination.said("service-proofs")).isEqualTo(denied("SCAN"));
        assertThat(examination.verdict("network-round-trip")).isEqualTo(OK);
        assertThat(examination.said("network-rights"))
                .returns(WARNING, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .contains("but not all of INFO and CONFIG GET");
    }

    @Test
    void commandsThatAProviderHasTakenAwayAreNotSeen() {
        try (RedisServer managed =
                new RedisServer("rename-command CONFIG \"\"", "rename-command SLOWLOG \"\"").start()) {
            Examination examination = Examination.of(managed.url());

            assertThat(examination.said("configuration-timeout").evidence())
                    .isEqualTo("the server does not know CONFIG, or has it disabled");
            assertThat(examination.verdict("server-slow-commands")).isEqualTo(COULD_NOT_SEE);
        }
    }

    /** Makes a user with the rights on these pages. */
    private static void user(String... pages) throws IOException {
        CommandArgs<String, String> words = new CommandArgs<>(StringCodec.UTF8);
        words.add("SETUSER").add("app").add("on").add(">secret");
        for (String page : pages) {
            List<String> blocks = BLOCK.matcher(Files.readString(Path.of(page)))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(blocks).isNotEmpty();
            blocks.forEach(block -> Pattern.compile("(?<=\\s)[~+-][^\\s]+")
                    .matcher(block)
                    .results()
                    .map(MatchResult::group)
                    .forEach(words::add));
        }
        assertThat(REDIS.commands().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), words))
                .isEqualTo("OK");
    }

    private static Judgement denied(String command) {
        return Judgement.couldNotSee("the user may not use " + command + " (NOPERM)");
    }

    private static void user(UnaryOperator<AclSetuserArgs> less) {
        AclSetuserArgs all =
                AclSetuserArgs.Builder.on().addPassword("secret").allKeys().allCommands();
        REDIS.commands().aclSetuser("app", less.apply(all));
    }

    private static String url(String login) {
        return "redis://" + login + "127.0.0.1:" + REDIS.port();
    }
}
