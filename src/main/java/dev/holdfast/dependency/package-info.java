/** Looks for the parents of a job wherever they may be, before one that a node does not know counts as finished. */
@ApplicationModule(allowedDependencies = "job")
@NullMarked
package dev.holdfast.dependency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
