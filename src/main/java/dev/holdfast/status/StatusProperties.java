package dev.holdfast.status;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The status page.
 *
 * @param everybody whether everybody who can reach the service's port may see it, as is fit for a page without host
 *     names or job data; otherwise only who asks from this machine
 */
@ConfigurationProperties("holdfast.status")
record StatusProperties(
        @Name("public") @DefaultValue("true") boolean everybody) {}
