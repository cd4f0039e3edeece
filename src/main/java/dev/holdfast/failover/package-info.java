/** Which node takes jobs now, when to leave it, when to come back. */
@ApplicationModule(allowedDependencies = {"job", "problem"})
@NullMarked
package dev.holdfast.failover;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
