package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.problem.ProblemWriter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class OperatorFilterTests {

    private static final String TOKEN = "correct-horse-battery-staple";

    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/actuator/maintenance");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "0:0:0:0:0:0:0:1", "::1", "::ffff:127.0.0.1"})
    void letsThisHostChangeThings(String address) throws Exception {
        request.setRemoteAddr(address);

        assertThat(passes(TOKEN)).isTrue();
        assertThat(passes("")).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "10.0.0.1", "192.168.127.1", "172.17.0.1", "0.0.0.0", "::", "fe80::1", "128.0.0.1"})
    void letsNoOtherHostChangeThings(String address) throws Exception {
        request.setRemoteAddr(address);

        assertThat(passes(TOKEN)).isFalse();
        assertThat(passes("")).isFalse();
        assertThat(response.getStatus()).isEqualTo(403);
        assertThat(response.getContentAsString()).startsWith("""
                {"type":"urn:holdfast:problem:operator_only","title":"Only an operator may do this","status":403,\
                "code":"operator_only",\
                "detail":"call from the service's own host, or send the operator token as bearer token"}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void letsEverybodyRead(String method) throws Exception {
        request.setRemoteAddr("10.0.0.1");
        request.setMethod(method);

        assertThat(passes(TOKEN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "TRACE", "get", "PROPFIND", ""})
    void takesEveryOtherMethodForAChange(String method) throws Exception {
        request.setRemoteAddr("10.0.0.1");
        request.setMethod(method);

        assertThat(passes(TOKEN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "X-Forwarded-For",
                "x-forwarded-host",
                "X-FORWARDED-PROTO",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "X-Forwarded-Anything",
                "X-Real-IP",
                "Via",
                "Origin",
                "Sec-Fetch-Site"
            })
    void doesNotTakeAProxyOrABrowserOnThisHostForAnOperator(String header) throws Exception {
        request.setRemoteAddr("127.0.0.1");
        request.addHeader(header, "127.0.0.1");

        assertThat(passes("")).isFalse();
        assertThat(passes(TOKEN)).isFalse();
    }

    @Test
    void letsTheTokenThroughAProxy() throws Exception {
        request.setRemoteAddr("127.0.0.1");
        request.addHeader("X-Forwarded-For", "10.0.0.1");
        request.addHeader("Authorization", "Bearer " + TOKEN);

        assertThat(passes(TOKEN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + TOKEN, "bearer " + TOKEN, "BEARER  " + TOKEN + " "})
    void letsTheTokenInFromAnywhere(String authorization) throws Exception {
        request.setRemoteAddr("10.0.0.1");
        request.addHeader("Authorization", authorization);

        assertThat(passes(TOKEN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                TOKEN,
                "Basic " + TOKEN,
                "Bearer " + TOKEN + "r",
                "Bearer correct-horse-battery-stapl",
                "Bearer CORRECT-HORSE-BATTERY-STAPLE",
                "Bearer " + TOKEN + ", Bearer " + TOKEN
            })
    void letsNothingElseIn(String authorization) throws Exception {
        request.setRemoteAddr("10.0.0.1");
        request.addHeader("Authorization", authorization);

        assertThat(passes(TOKEN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer", "", "Bearer null"})
    void letsNobodyInWithATokenWhenThereIsNone(String authorization) throws Exception {
        request.setRemoteAddr("10.0.0.1");
        request.addHeader("Authorization", authorization);

        assertThat(passes("")).isFalse();
    }

    private boolean passes(String token) throws ServletException, IOException {
        OperatorFilter filter =
                new OperatorFilter(new OperatorToken(token), new ProblemWriter(new ObjectMapper().writer()));
        MockFilterChain chain = new MockFilterChain();
        filter.doFilter(request, response, chain);
        return chain.getRequest() != null;
    }
}
