package dev.holdfast.maintenance;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether the environment closes the door, and where the operators' window is kept.
 *
 * @param dataDir the directory for what must outlive a restart; beside the working directory, so that a first start
 *     needs no setting
 * @param maintenance the mode, set by {@code MAINTENANCE_MODE}
 */
@ConfigurationProperties("holdfast")
record MaintenanceProperties(
        @DefaultValue("./holdfast-data") String dataDir,
        @DefaultValue Maintenance maintenance) {

    MaintenanceProperties {
        if (dataDir.isBlank()) {
            throw new IllegalArgumentException("HOLDFAST_DATA_DIR is blank: set it to a directory, or remove it");
        }
    }

    /**
     * What the environment says.
     *
     * @param mode {@code true} or {@code false}, as a service without settings is open; blank means false
     */
    record Maintenance(@DefaultValue("false") String mode) {

        Maintenance {
            mode = mode.strip().toLowerCase(Locale.ROOT);
            if (!mode.isEmpty() && !mode.equals("true") && !mode.equals("false")) {
                throw new IllegalArgumentException("MAINTENANCE_MODE is \"" + mode.replaceAll("\\p{Cntrl}", "?")
                        + "\"; set it to true or to false");
            }
        }

        boolean closed() {
            return mode.equals("true");
        }
    }
}
