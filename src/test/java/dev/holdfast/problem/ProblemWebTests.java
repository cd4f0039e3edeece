package dev.holdfast.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.RawHttp;
import dev.holdfast.testing.RawHttp.Answer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@SpringBootTest(
        classes = ProblemWebTests.House.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        // The contributor of the nodes is not in this house.
        properties = "management.endpoint.health.validate-group-membership=false")
@ExtendWith(OutputCaptureExtension.class)
class ProblemWebTests {

    private static final String INTERNAL_ERROR = """
            {"type":"urn:holdfast:problem:internal_error","title":"Holdfast made a mistake","status":500,\
            "code":"internal_error",\
            "detail":"the service's log has the cause; nothing is known about the request"}""";

    private static final String BAD_REQUEST = """
            {"type":"urn:holdfast:problem:bad_request","title":"The request cannot be understood","status":400,\
            "code":"bad_request","detail":"the request cannot be understood"}""";

    @LocalServerPort
    private int port;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/", "/error", "/favicon.ico", "/desk/", "//desk", "/DESK", "/desk/../nowhere"})
    void answersAnUnknownPath(String path) throws IOException {
        Answer answer = http.send("GET", path, "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).isEqualTo("""
                {"type":"urn:holdfast:problem:not_found","title":"There is nothing at this address","status":404,\
                "code":"not_found","detail":"there is nothing at this address"}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/desk%2Fx", "/desk%00", "/desk%zz", "/desk\\x", "/a b", "/desk?a=\u0001"})
    void answersAnAddressThatCannotBeRead(String path) throws IOException {
        Answer answer = http.send("GET", path, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).isEqualTo(BAD_REQUEST);
    }

    @Test
    void answersWhatIsNotHttp() throws IOException {
        assertThat(http.send("GET", "/desk", "", "X-Long: " + "a".repeat(20_000))
                        .body())
                .isEqualTo(BAD_REQUEST);
        assertThat(http.sendText("GET /desk HTTP/1.1\r\n\r\n").body()).isEqualTo(BAD_REQUEST);
        assertThat(http.send("GET", "/desk", "", "Content-Length: x").body()).isEqualTo(BAD_REQUEST);
    }

    @Test
    void answersABrowserLikeAnybodyElse() throws IOException {
        Answer answer = http.send("GET", "/nowhere", "", "Accept: text/html");

        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void namesTheMethodsThatAnAddressKnows() throws IOException {
        Answer answer = http.send("PUT", "/desk", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(answer.body()).isEqualTo("""
                {"type":"urn:holdfast:problem:method_not_allowed","title":"The address does not know this method",\
                "status":405,"code":"method_not_allowed","detail":"use one of the methods in the header Allow"}""");
    }

    @Test
    void refusesAMediaTypeThatItDoesNotProduce() throws IOException {
        Answer answer = http.send("POST", "/desk", "{}", "Accept: image/png");

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.body()).isEqualTo("""
                {"type":"urn:holdfast:problem:not_acceptable","title":"No accepted media type can be produced",\
                "status":406,"code":"not_acceptable","detail":"answers are application/json"}""");
    }

    @Test
    void refusesAMediaTypeThatItDoesNotRead() throws IOException {
        Answer answer = http.sendText("POST /desk HTTP/1.0\r\nContent-Type: text/xml\r\nContent-Length: 4\r\n\r\n<a/>");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.body()).isEqualTo("""
                {"type":"urn:holdfast:problem:unsupported_media_type","title":"The body has the wrong media type",\
                "status":415,"code":"unsupported_media_type",\
                "detail":"send the body with Content-Type: application/json"}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=x",
                "multipart/mixed",
                "application/x-www-form-urlencoded"
            })
    void takesNeitherUploadsNorFormsApart(String type, CapturedOutput log) throws IOException {
        String body = "Content-Type: " + type + "\r\nContent-Length: 4\r\n\r\na=%1";

        assertThat(http.sendText("POST /desk HTTP/1.0\r\n" + body).status()).isEqualTo(415);
        assertThat(http.sendText("GET /page?size=1 HTTP/1.0\r\n" + body).status())
                .isEqualTo(200);
        assertThat(http.sendText("DELETE /desk HTTP/1.0\r\n" + body).status()).isEqualTo(405);
        assertThat(log).doesNotContain("nobody foresaw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1]", "null{", "\"text\"", "{\"a\":}"})
    void takesAnUnreadableBodyForTheCallersFault(String body, CapturedOutput log) throws IOException {
        Answer answer = http.send("POST", "/desk", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(BAD_REQUEST);
        assertThat(log).doesNotContain("nobody foresaw");
    }

    @Test
    void takesABodyThatBreaksOffForTheCallersFault(CapturedOutput log) throws IOException {
        Answer answer = http.sendText("POST /raw HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("bad_request");
        assertThat(log).doesNotContain("nobody foresaw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/desk", "/raw"})
    void tellsThatABodyEndsEarly(String path, CapturedOutput log) throws IOException {
        Answer answer = http.sendText(
                "POST " + path + " HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a\"");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("the body broke off before its end; nothing was written");
        assertThat(log).doesNotContain("nobody foresaw");
    }

    @Test
    void takesAParameterOfTheWrongTypeForTheCallersFault() throws IOException {
        Answer answer = http.send("GET", "/page?size=many", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/unforeseen", "/refused-inside", "/filtered"})
    void tellsNothingOfAMistakeOfItsOwn(String path, CapturedOutput log) throws IOException {
        Answer answer = http.send("GET", path, "", "Accept: text/html");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).isEqualTo(INTERNAL_ERROR);
        assertThat(log).contains("secret-of-the-house");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\u0001 HTTP/1.0\r\n\r\n",
                "GET /a b c HTTP/1.0\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET /%zz HTTP/1.0\r\n\r\n",
                "GET /a%2Fb HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "POST /desk HTTP/1.0\r\nContent-Length: -1\r\n\r\n",
                "POST /desk HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\n"
            })
    void tellsNothingOfTheServerToAMalformedRequest(String request) throws IOException {
        Answer answer = http.sendText(request);

        assertThat(answer.status()).isBetween(400, 505);
        assertThat(answer.toString())
                .doesNotContainIgnoringCase("tomcat")
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("java.", "\tat ", "10.1", "secret-of-the-house");
    }

    @Test
    void tellsNothingOfTheServerToATrace() throws IOException {
        Answer answer = http.send("TRACE", "/desk", "", "X-Secret: 42");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.body()).doesNotContain("42", "Tomcat", "10.1");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({ProblemConfiguration.class, ProblemAdvice.class, ProblemErrorController.class, Desk.class})
    static class House {

        @Bean
        FilterRegistrationBean<?> brokenFilter() {
            FilterRegistrationBean<?> filter = new FilterRegistrationBean<>((request, response, chain) -> {
                throw new IllegalStateException("secret-of-the-house");
            });
            filter.addUrlPatterns("/filtered");
            return filter;
        }
    }

    @RestController
    static class Desk {

        @PostMapping(
                path = "/desk",
                consumes = MediaType.APPLICATION_JSON_VALUE,
                produces = MediaType.APPLICATION_JSON_VALUE)
        Map<String, Object> desk(@RequestBody Map<String, Object> body) {
            return body;
        }

        @PostMapping("/raw")
        int raw(HttpServletRequest request) throws IOException {
            return request.getInputStream().readAllBytes().length;
        }

        @GetMapping("/page")
        int page(@RequestParam int size) {
            return size;
        }

        @GetMapping("/unforeseen")
        int unforeseen() {
            throw new IllegalStateException("secret-of-the-house");
        }

        @GetMapping("/refused-inside")
        int refusedInside() {
            throw new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR, "secret-of-the-house");
        }
    }
}
