package dev.holdfast.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerErrorsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LOADING Redis is loading the dataset in memory                             | LOADING
                    READONLY You can't write against a read only replica.                      | READONLY
                    MASTERDOWN Link with MASTER is down                                        | MASTERDOWN
                    MISCONF Redis is configured to save RDB snapshots                          | MISCONF
                    OOM command not allowed when used memory > 'maxmemory'.                    | OOM
                    NOREPLICAS Not enough good replicas to write.                              | NOREPLICAS
                    BUSY Redis is busy running a script.                                       | BUSY
                    NOAUTH Authentication required.                                            | NOAUTH
                    WRONGPASS invalid username-password pair                                   | NOAUTH
                    DENIED Redis is running in protected mode                                  | NOAUTH
                    NOPERM this user has no permissions to run the 'evalsha' command           | NOPERM
                    MOVED 3999 127.0.0.1:6381                                                  | CLUSTER
                    CROSSSLOT Keys in request don't hash to the same slot                      | CLUSTER
                    CLUSTERDOWN The cluster is down                                            | CLUSTER
                    WRONGTYPE Operation against a key holding the wrong kind of value          | WRONGTYPE
                    ERR max number of clients reached                                          | UNREACHABLE
                    ERR Error running script (call to f_1): @user_script:1: -READONLY You can't | READONLY
                    ERR Error running script (call to f_1): @user_script:1: -OOM command not    | OOM
                    ERR Error running script (call to f_1): @user_script: 7: NOPERM this user   | NOPERM
                    ERR The user executing the script can't run this command or subcommand     | NOPERM
                    BUSYGROUP Consumer Group name already exists                               | SCRIPT_ERROR
                    ERR unknown command 'evalsha'                                              | SCRIPT_ERROR
                    ERR                                                                        | SCRIPT_ERROR
                    """)
    void readsTheReasonOutOfTheFirstWordOrOutOfAScriptsError(String message, Reason reason) {
        assertThat(ServerErrors.reasonOf(message)).isEqualTo(reason);
    }
}
