/** Who may do what: operator endpoints first. */
@ApplicationModule(allowedDependencies = {"problem"})
@NullMarked
package dev.holdfast.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
