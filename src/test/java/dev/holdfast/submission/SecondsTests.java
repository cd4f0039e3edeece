package dev.holdfast.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecondsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    1            | 1
                    "10"         | 10
                    "90s"        | 90
                    "5m"         | 300
                    "1h"         | 3600
                    "1d"         | 86400
                    "1D"         | 86400
                    2147483647   | 2147483647
                    "2147483647" | 2147483647
                    "24855d"     | 2147472000
                    """)
    void readsDurationsAsRqDoes(String json, int seconds) {
        for (String member : List.of("timeout", "ttl", "result_ttl", "failure_ttl")) {
            Submission submission = Submissions.read("{\"task\":\"a.b\",\"" + member + "\":" + json + "}");

            assertThat(new Integer[] {
                        submission.timeout(), submission.ttl(), submission.resultTtl(), submission.failureTtl()
                    })
                    .containsOnlyOnce(seconds);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout", "result_ttl", "failure_ttl"})
    void takesMinusOneWhereRqGivesItAMeaning(String member) {
        assertThat(Submissions.read("{\"task\":\"a.b\",\"" + member + "\":-1}"))
                .isEqualTo(Submissions.read("{\"task\":\"a.b\",\"" + member + "\":\"-1\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    "ttl":0              | /ttl out_of_range is 0, must be between 1 and 2147483647
                    "ttl":-1             | /ttl out_of_range is -1, must be between 1 and 2147483647
                    "ttl":2147483648     | /ttl out_of_range is 2147483648, must be between 1 and 2147483647
                    "ttl":"-5m"          | /ttl out_of_range is "-5m", must be between 1 and 2147483647
                    "ttl":"24856d"       | /ttl out_of_range is "24856d", must be between 1 and 2147483647
                    "ttl":"9999999999999d" | /ttl out_of_range is "9999999999999d", must be between 1 and 2147483647
                    "timeout":0          | /timeout out_of_range is 0, must be between 1 and 2147483647, or -1 for no limit
                    "timeout":-2         | /timeout out_of_range is -2, must be between 1 and 2147483647, or -1 for no limit
                    "result_ttl":-2      | /result_ttl out_of_range is -2, must be between 0 and 2147483647, or -1 for ever
                    "failure_ttl":-2     | /failure_ttl out_of_range is -2, must be between 0 and 2147483647, or -1 for ever
                    """)
    void refusesADurationOutOfRange(String member, String violation) {
        assertThat(Submissions.violations("{\"task\":\"a.b\"," + member + "}")).containsExactly(violation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    1.5                  | wrong_type is 1.5,
                    1e3                  | wrong_type is 1000.0,
                    true                 | wrong_type is true,
                    []                   | wrong_type is an array,
                    {}                   | wrong_type is an object,
                    9223372036854775808  | out_of_range is 9223372036854775808,
                    "1.5h"               | invalid_text is "1.5h",
                    ""                   | invalid_text is "",
                    " 1"                 | invalid_text is " 1",
                    "1 h"                | invalid_text is "1 h",
                    "1w"                 | invalid_text is "1w",
                    "h"                  | invalid_text is "h",
                    "+1"                 | invalid_text is "+1",
                    "0x10"               | invalid_text is "0x10",
                    "--1"                | invalid_text is "--1",
                    "١"                  | invalid_text is "١",
                    "99999999999999"     | invalid_text is "99999999999999",
                    """)
    void refusesWhatIsNoDurationAndNamesTheLimits(String json, String beginning) {
        for (String name : List.of("timeout", "ttl", "result_ttl", "failure_ttl", "run_in")) {
            assertThat(Submissions.violations("{\"task\":\"a.b\",\"" + name + "\":" + json + "}"))
                    .singleElement()
                    .asString()
                    .startsWith("/" + name + " " + beginning)
                    .contains(" must be whole seconds, or text such as ", " and 2147483647");
        }
    }
}
