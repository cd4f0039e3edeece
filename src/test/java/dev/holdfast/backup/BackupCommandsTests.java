package dev.holdfast.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.RedisServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("redis")
@Tag("one-redis-is-enough")
class BackupCommandsTests {

    @RegisterExtension
    static final RedisServer FROM = new RedisServer();

    @RegisterExtension
    static final RedisServer TO = new RedisServer();

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void emptyBoth() {
        FROM.flushAll();
        TO.flushAll();
    }

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int backup(String... arguments) {
        return run(new BackupCommand(() -> TestCopies.of(FROM)), arguments);
    }

    private int restore(String... arguments) {
        return run(new RestoreCommand(() -> TestCopies.of(TO)), arguments);
    }

    private String file() {
        return directory.resolve("copy").toString();
    }

    @Test
    void aCopyIsMadeVerifiedAndPutBack() {
        new RqWrites(FROM).queued("default", "a", "b");

        assertThat(backup("--to", file())).isZero();
        assertThat(run(new VerifyCommand(), file())).isZero();
        assertThat(restore("--from", file(), "--dry-run")).isZero();
        assertThat(restore("--from", file())).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        file() + ": 2 jobs: 2 queued",
                        file() + ": whole, 2 jobs: 2 queued",
                        file() + ": would put back 2 jobs: 2 queued",
                        file() + ": put back 2 jobs: 2 queued");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void queuesMoveFromOneRedisToAnother() {
        new RqWrites(TO).queued("default", "a");

        assertThat(backup("--to", file(), "--from", TO.url())).isZero();
        assertThat(restore("--from", file(), "--to", FROM.url())).isZero();

        assertThat(FROM.commands().lrange("rq:queue:default", 0, -1)).containsExactly("a");
    }

    @Test
    void whereThereIsNoTerminalALineIsToldNowAndThen() {
        new RqWrites(FROM)
                .queued(
                        "default",
                        IntStream.range(0, 10_050).mapToObj(i -> "j" + i).toArray(String[]::new));

        backup("--to", file(), "--share", "100");

        assertThat(err.toString().lines()).containsExactly("backup: 10000 of about 10050 jobs");
    }

    @Test
    void whatFailsIsToldInOneLine() throws Exception {
        Files.writeString(Path.of(file()), "somebody's");

        assertThat(backup("--to", file())).isEqualTo(1);
        assertThat(run(new VerifyCommand(), file())).isEqualTo(1);
        assertThat(restore("--from", file())).isEqualTo(1);
        assertThat(backup("--to", file() + "2", "--share", "0")).isEqualTo(1);
        assertThat(backup("--to", directory + "/no/such/directory")).isEqualTo(1);
        assertThat(backup("--to", file() + "2", "--from", "redis://user:secret@127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(backup("--to", file() + "2", "--from", "http://user:secret@x"))
                .isEqualTo(1);
        assertThat(restore("--from", file(), "--started", "never")).isEqualTo(1);

        assertThat(err.toString().lines()).hasSize(8).noneMatch(line -> line.contains("secret"));
        assertThat(err.toString().lines().limit(3))
                .containsExactly(
                        file() + ": there is such a file already: a backup never replaces one",
                        file() + ": it is not a backup of Holdfast's",
                        file() + ": it is not a backup of Holdfast's");
        assertThat(TO.commands().dbsize()).isZero();
    }

    @Test
    void argumentsThatMeanNothingEndWithTwo() {
        assertThat(backup()).isEqualTo(2);
        assertThat(restore("--to", "x")).isEqualTo(2);
        assertThat(run(new VerifyCommand())).isEqualTo(2);
    }

    @Test
    void whatCannotBePutBackShowsInTheExitCode() {
        new RqWrites(FROM).queued("default", "a");
        backup("--to", file());
        TO.commands().set("rq:queue:default", "text");

        assertThat(restore("--from", file())).isEqualTo(1);
    }
}
