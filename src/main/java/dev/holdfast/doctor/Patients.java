package dev.holdfast.doctor;

import dev.holdfast.doctor.Reading.Addresses;
import dev.holdfast.embedded.LivingPair;
import dev.holdfast.link.RedisUrls;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanCreationException;

/**
 * Which nodes there are to look at.
 *
 * @param urls empty if no address is known
 */
record Patients(Addresses addresses, Optional<RedisUrls> urls) {

    /** Those of this service. */
    static Patients configured(Supplier<RedisUrls> configured) {
        try {
            return new Patients(Addresses.CONFIGURED, Optional.of(configured.get()));
        } catch (BeanCreationException mistaken) {
            Throwable cause = mistaken.getMostSpecificCause();
            if (cause instanceof IllegalArgumentException) {
                // Our own words, which repeat no password.
                return new Patients(new Addresses(false, String.valueOf(cause.getMessage())), Optional.empty());
            }
            throw mistaken;
        }
    }

    /** The pair that another process runs in this directory. */
    static Patients embedded(Path dataDirectory) {
        return new Patients(
                Addresses.EMBEDDED,
                LivingPair.in(dataDirectory).map(pair -> RedisUrls.parse(pair.primaryUrl(), pair.standbyUrl())));
    }
}
