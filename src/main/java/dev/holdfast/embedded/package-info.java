/** A local pair of real Redis servers, when none is configured. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.holdfast.embedded;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
