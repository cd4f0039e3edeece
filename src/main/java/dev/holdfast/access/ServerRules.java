package dev.holdfast.access;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.core.env.Environment;

/** The server settings under which a caller's address can be trusted and every endpoint lies behind the filter. */
final class ServerRules {

    private ServerRules() {}

    static void check(ServerProperties server, WebEndpointProperties endpoints, Environment environment) {
        // Unset is not enough: on a platform that it recognises, Boot then believes the headers.
        if (server.getForwardHeadersStrategy() != ServerProperties.ForwardHeadersStrategy.NONE) {
            throw new IllegalArgumentException("SERVER_FORWARD_HEADERS_STRATEGY is \""
                    + server.getForwardHeadersStrategy()
                    + "\"; leave it at none, because a header could then make anybody an operator");
        }
        ServerProperties.Tomcat.Remoteip remoteip = server.getTomcat().getRemoteip();
        if (remoteip.getRemoteIpHeader() != null || remoteip.getProtocolHeader() != null) {
            throw new IllegalArgumentException("SERVER_TOMCAT_REMOTEIP_REMOTE_IP_HEADER or _PROTOCOL_HEADER is set;"
                    + " leave both out, because a header could then make anybody an operator");
        }
        if (ManagementPortType.get(environment) == ManagementPortType.DIFFERENT) {
            throw new IllegalArgumentException("MANAGEMENT_SERVER_PORT is \""
                    + environment.getProperty("management.server.port")
                    + "\"; leave it out, because only the service's own port knows its operators");
        }
        if (endpoints.getBasePath().isEmpty()) {
            throw new IllegalArgumentException("MANAGEMENT_ENDPOINTS_WEB_BASE_PATH is \"/\"; leave it at /actuator,"
                    + " because operator endpoints need a path of their own");
        }
    }
}
