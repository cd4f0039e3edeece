package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.TaskName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTasksTests {

    private static final TaskName TASK = new TaskName("reports.tasks.build");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "reports.*",
                "*.build",
                "reports.tasks.build",
                "reports.*.build",
                "r*s.t*s.b*d",
                "?eports.tasks.buil?",
                "**",
                "*reports.tasks.build*",
                "reports.tasks.*build",
                "*.*.*"
            })
    void matches(String glob) {
        assertThat(new AllowedTasks(List.of(glob)).allows(TASK)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reports",
                "reports.tasks",
                "reports.tasks.buil",
                "reports.tasks.build.",
                "reports.tasks.build?",
                "Reports.*",
                "reports?tasks?build?",
                "*.tasks",
                "tasks.*",
                "reports\\..*",
                ".*",
                "reports.[a-z]+.build",
                "*.*.*.*",
                "(reports.*)",
                "^reports.*$",
                "reports.*.built"
            })
    void doesNotMatch(String glob) {
        assertThat(new AllowedTasks(List.of(glob)).allows(TASK)).isFalse();
    }

    @Test
    void isDoneSoonWithABadGlob() {
        String glob = "*a".repeat(100) + "b";

        assertThat(new AllowedTasks(List.of(glob)).allows(new TaskName("a." + "a".repeat(490))))
                .isFalse();
    }

    @Test
    void allowsWhatAnyGlobMatches() {
        assertThat(new AllowedTasks(List.of("mail.*", "reports.*")).allows(TASK))
                .isTrue();
    }

    @Test
    void allowsNothingWithoutGlobs() {
        assertThat(new AllowedTasks(List.of()).allows(TASK)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "reports. *", "a\tb", "reports.*\n"})
    void refusesAGlobThatCanMatchNothing(String glob) {
        assertThatThrownBy(() -> new AllowedTasks(List.of(glob)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("HOLDFAST_ALLOWED_TASKS has '" + glob + "', which no task can match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
    void allowsEverythingWhereOnlyThisMachineCanAsk(String address) throws UnknownHostException {
        assertThat(AllowedTasks.of(List.of(), InetAddress.getByName(address)).allows(TASK))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 0.0.0.0", "192.0.2.7, 192.0.2.7", "::, 0:0:0:0:0:0:0:0"})
    void refusesToBeReachedWithoutAList(String address, String shown) throws UnknownHostException {
        InetAddress reachable = InetAddress.getByName(address);

        assertThatThrownBy(() -> AllowedTasks.of(List.of(), reachable))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "HOLDFAST_ALLOWED_TASKS is not set, but the service listens on " + shown
                                + " (SERVER_ADDRESS): name the tasks that may be enqueued, such as 'reports.*,mail.send', or '*'");
    }

    @Test
    void refusesEveryInterfaceWithoutAList() {
        assertThatThrownBy(() -> AllowedTasks.of(List.of(), null)).hasMessageContaining("listens on every interface");
    }

    @Test
    void keepsToTheListOnLoopbackToo() {
        InetAddress loopback = InetAddress.getLoopbackAddress();

        assertThat(AllowedTasks.of(List.of("mail.*"), loopback).allows(TASK)).isFalse();
    }
}
