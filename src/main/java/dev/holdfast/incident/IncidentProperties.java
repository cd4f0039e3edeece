package dev.holdfast.incident;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an incident is over, and where people read about it.
 *
 * @param dataDir the directory for what must outlive a restart
 * @param publicUrl where callers find this service, such as {@code https://jobs.example.com}; blank for an address
 *     relative to theirs, because behind a proxy nobody can guess it
 * @param incident when one is over
 */
@ConfigurationProperties("holdfast")
record IncidentProperties(
        @DefaultValue("./holdfast-data") String dataDir,
        @DefaultValue("") String publicUrl,
        @DefaultValue Incident incident) {

    IncidentProperties {
        publicUrl = publicUrl.strip().replaceAll("/+$", "");
        if (!publicUrl.isEmpty() && !isWebAddress(publicUrl)) {
            throw new IllegalArgumentException("HOLDFAST_PUBLIC_URL is \"" + publicUrl.replaceAll("\\p{Cntrl}", "?")
                    + "\"; set it to an address like https://jobs.example.com, or remove it");
        }
    }

    /**
     * The end of one.
     *
     * @param healing how long all must be well before it is over. Two minutes: a Redis that crashes under its first load
     *     has crashed by then
     */
    record Incident(@DefaultValue("2m") Duration healing) {

        private static final Duration LONGEST = Duration.ofDays(1);

        Incident {
            if (healing.compareTo(Duration.ofSeconds(1)) < 0 || healing.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "HOLDFAST_INCIDENT_HEALING is " + healing.toMillis() + "ms; set it to 1s to 24h");
            }
        }
    }

    Path directory() {
        return Path.of(dataDir);
    }

    String statusUrl() {
        return publicUrl + "/status";
    }

    private static boolean isWebAddress(String url) {
        try {
            URI uri = URI.create(url);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
