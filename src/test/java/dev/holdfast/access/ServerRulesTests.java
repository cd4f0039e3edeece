package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties.ForwardHeadersStrategy;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ServerRulesTests {

    private final ServerProperties server = new ServerProperties();
    private final WebEndpointProperties endpoints = new WebEndpointProperties();
    private final StandardEnvironment environment = new StandardEnvironment();

    ServerRulesTests() {
        server.setForwardHeadersStrategy(ForwardHeadersStrategy.NONE);
    }

    @Test
    void acceptsTheSettingsOfTheService() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NATIVE", "FRAMEWORK"})
    void refusesToBelieveForwardedHeaders(ForwardHeadersStrategy strategy) {
        server.setForwardHeadersStrategy(strategy);

        assertThatIllegalArgumentException()
                .isThrownBy(this::check)
                .withMessage("SERVER_FORWARD_HEADERS_STRATEGY is \"" + strategy
                        + "\"; leave it at none, because a header could then make anybody an operator");
    }

    @Test
    void refusesToLeaveThatToThePlatform() {
        server.setForwardHeadersStrategy(null);

        assertThatIllegalArgumentException()
                .isThrownBy(this::check)
                .withMessageStartingWith("SERVER_FORWARD_HEADERS_STRATEGY is \"null\"");
    }

    @Test
    void refusesTomcatsOwnWaysOfBelievingHeaders() {
        server.getTomcat().getRemoteip().setRemoteIpHeader("X-Client");
        assertThatIllegalArgumentException()
                .isThrownBy(this::check)
                .withMessageStartingWith("SERVER_TOMCAT_REMOTEIP_REMOTE_IP_HEADER");

        server.getTomcat().getRemoteip().setRemoteIpHeader(null);
        server.getTomcat().getRemoteip().setProtocolHeader("X-Proto");
        assertThatIllegalArgumentException().isThrownBy(this::check);
    }

    @Test
    void refusesAPortThatTheFilterDoesNotGuard() {
        set("management.server.port", "9090");

        assertThatIllegalArgumentException()
                .isThrownBy(this::check)
                .withMessage("MANAGEMENT_SERVER_PORT is \"9090\"; leave it out,"
                        + " because only the service's own port knows its operators");
    }

    @Test
    void acceptsThatThereIsNoActuatorOverHttp() {
        set("management.server.port", "-1");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void refusesEndpointsWithoutAPathOfTheirOwn(String path) {
        endpoints.setBasePath(path);

        assertThatIllegalArgumentException()
                .isThrownBy(this::check)
                .withMessageStartingWith("MANAGEMENT_ENDPOINTS_WEB_BASE_PATH is \"/\"");
    }

    private void check() {
        ServerRules.check(server, endpoints, environment);
    }

    private void set(String name, Object value) {
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(name, value)));
    }
}
