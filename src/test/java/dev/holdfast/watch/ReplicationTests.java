package dev.holdfast.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicationTests {

    @Test
    void theSlowestCopyOfAMasterCounts() {
        Replication replication = replication(Map.of(
                "role", "master",
                "master_repl_offset", "1000",
                "slave0", "ip=10.0.0.1,port=6379,state=online,offset=990,lag=0",
                "slave1", "ip=10.0.0.2,port=6379,state=online,offset=400,lag=7"));

        assertThat(replication.behind()).hasValue(600);
        assertThat(replication.silent()).hasValue(7);
    }

    @Test
    void aMasterWithoutCopiesIsNotBehind() {
        Replication replication = replication(Map.of("master_repl_offset", "1000", "slave_read_only", "1"));

        assertThat(replication.behind()).isEmpty();
        assertThat(replication.silent()).isEmpty();
    }

    @Test
    void aCopyTellsWhenItLastHeardOfItsMaster() {
        assertThat(replication(Map.of("role", "slave", "master_last_io_seconds_ago", "3"))
                        .silent())
                .hasValue(3);
    }

    @Test
    void aCopyTellsForHowLongItHasLostItsMaster() {
        assertThat(replication(Map.of(
                                "role", "slave",
                                "master_last_io_seconds_ago", "-1",
                                "master_link_down_since_seconds", "120"))
                        .silent())
                .hasValue(120);
    }

    @Test
    void nonsenseIsLeftOut() {
        assertThat(replication(Map.of("master_repl_offset", "10", "slave0", "offset=many,lag,="))
                        .behind())
                .isEmpty();
    }

    private static Replication replication(Map<String, String> fields) {
        return new Replication(new RedisInfo(fields));
    }
}
