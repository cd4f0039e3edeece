package dev.holdfast.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.rq.Retry;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryReaderTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {}                   | /retry/max required is missing, must be the number of repetitions
                    {"max":null}         | /retry/max required is missing, must be the number of repetitions
                    {"max":0}            | /retry/max out_of_range is 0, must be a whole number between 1 and 1000
                    {"max":1001}         | /retry/max out_of_range is 1001, must be a whole number between 1 and 1000
                    {"max":1.0}          | /retry/max wrong_type is 1.0, must be a whole number between 1 and 1000
                    {"max":"3"}          | /retry/max wrong_type is "3", must be a whole number between 1 and 1000
                    {"max":1e400}        | /retry/max not_finite is too large for a floating-point number; send it as text
                    {"max":1,"intervals":[]}    | /retry/intervals out_of_range is empty, must have at least one number of seconds
                    {"max":1,"intervals":-1}    | /retry/intervals out_of_range is -1, must be a whole number between 0 and 2147483647
                    {"max":1,"intervals":true}  | /retry/intervals wrong_type is true, must be a whole number between 0 and 2147483647
                    {"max":1,"intervals":[0,null]} | /retry/intervals/1 wrong_type is null, must be a whole number between 0 and 2147483647
                    {"max":1,"intervals":[1e400,[1e400],2147483648]} | /retry/intervals/0 not_finite is too large for a floating-point number; send it as text; /retry/intervals/1 wrong_type is an array, must be a whole number between 0 and 2147483647; /retry/intervals/1/0 not_finite is too large for a floating-point number; send it as text; /retry/intervals/2 out_of_range is 2147483648, must be a whole number between 0 and 2147483647
                    {"max":1,"at_front":1}      | /retry/at_front wrong_type is 1, must be true or false
                    {"max":1,"at_front":"true"} | /retry/at_front wrong_type is "true", must be true or false
                    {"max":1,"interval":5}      | /retry/interval unknown_member is unknown, 'retry' has 'max', 'intervals' and 'at_front'
                    3                    | /retry wrong_type is a number, must be an object with 'max'
                    """)
    void refusesARetry(String json, String violations) {
        assertThat(String.join("; ", Submissions.violations("{\"task\":\"a.b\",\"retry\":" + json + "}")))
                .isEqualTo(violations);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"max":1}                          | 1    | 0 | false
                    {"max":1000,"intervals":5}         | 1000 | 5 | false
                    {"max":2,"intervals":[2147483647],"at_front":false} | 2 | 2147483647 | false
                    {"max":2,"intervals":null,"at_front":null} | 2 | 0 | false
                    {"at_front":true,"max":3}          | 3    | 0 | true
                    """)
    void readsARetry(String json, int max, int interval, boolean atFront) {
        assertThat(Submissions.read("{\"task\":\"a.b\",\"retry\":" + json + "}").retry())
                .isEqualTo(new Retry(max, List.of(interval), atFront));
    }
}
