/** The closed sign: knows the window and turns callers away politely. */
@ApplicationModule(allowedDependencies = {"problem", "datadir"})
@NullMarked
package dev.holdfast.maintenance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
