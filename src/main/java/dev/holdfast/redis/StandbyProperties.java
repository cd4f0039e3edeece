package dev.holdfast.redis;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the standby is.
 *
 * @param workers whether workers take jobs there as well. false: it is a safe box, from which all jobs come home, and no
 *     job can be started on both nodes
 */
@ConfigurationProperties("holdfast.standby")
record StandbyProperties(@DefaultValue("false") boolean workers) {}
