/** Repeats what is safe to repeat, with backoff, inside a deadline. */
@ApplicationModule(allowedDependencies = {"job"})
@NullMarked
package dev.holdfast.guard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
