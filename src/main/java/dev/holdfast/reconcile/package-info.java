/** Brings stranded jobs home, from the standby and from the disk: oldest first, without doubles. */
@ApplicationModule(allowedDependencies = {"job"})
@NullMarked
package dev.holdfast.reconcile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
