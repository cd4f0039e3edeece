/** What happened, since when, until when: tells people. */
@ApplicationModule(allowedDependencies = {"job", "failover", "spool", "maintenance", "problem", "datadir"})
@NullMarked
package dev.holdfast.incident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
