package dev.holdfast.doctor;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where this service's own things are.
 *
 * @param dataDir the directory for what must outlive a restart
 */
@ConfigurationProperties("holdfast")
record DoctorProperties(
        @DefaultValue("./holdfast-data") String dataDir,
        @DefaultValue Spool spool) {

    Path directory() {
        return Path.of(dataDir).toAbsolutePath().normalize();
    }

    Path spoolDirectory() {
        return spool.dir().isBlank()
                ? directory().resolve("spool")
                : Path.of(spool.dir()).toAbsolutePath().normalize();
    }

    /**
     * What the room of that name goes by.
     *
     * @param enabled whether there is a spool
     * @param dir its directory; blank for {@code spool} in the data directory
     * @param minFree how much of its disk stays free, for whatever else needs it
     */
    record Spool(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("") String dir,
            @DefaultValue("256MB") DataSize minFree) {}
}
