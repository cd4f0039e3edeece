package dev.holdfast.embedded;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where an embedded pair keeps its data.
 *
 * @param dataDir directory of this service alone; in the working directory by default, so that a first try needs no
 *     rights and leaves one thing to delete
 */
@ConfigurationProperties("holdfast")
record EmbeddedProperties(@DefaultValue("./holdfast-data") String dataDir) {

    EmbeddedProperties {
        if (dataDir.isBlank()) {
            throw new IllegalArgumentException("HOLDFAST_DATA_DIR is blank: set it to a directory, or remove it");
        }
    }

    Path directory() {
        return Path.of(dataDir).toAbsolutePath().normalize();
    }
}
