package dev.holdfast.webhook;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where messages wait, and where people read more.
 *
 * @param dataDir the directory for what must outlive a restart
 * @param publicUrl where callers find this service; blank, and messages name no address, as none that a receiver could
 *     follow can be guessed
 */
@ConfigurationProperties("holdfast")
record WebhookHome(
        @DefaultValue("./holdfast-data") String dataDir,
        @DefaultValue("") String publicUrl) {

    Path directory() {
        return Path.of(dataDir, "webhooks");
    }

    Optional<String> statusUrl() {
        String base = publicUrl.strip().replaceAll("/+$", "");
        return base.isEmpty() ? Optional.empty() : Optional.of(base + "/status");
    }
}
