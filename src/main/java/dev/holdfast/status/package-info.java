/** The window: health and node state for people and probes; it reads, and never writes. */
@ApplicationModule(allowedDependencies = {"job", "failover", "spool", "maintenance", "incident", "access", "problem"})
@NullMarked
package dev.holdfast.status;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
