/** Brings stranded jobs home: from the standby to the primary, oldest first, without doubles. */
@ApplicationModule(allowedDependencies = {"job"})
@NullMarked
package dev.holdfast.reconcile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
