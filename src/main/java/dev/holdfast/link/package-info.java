/** The wire to one Redis node: connect, validate, dispatch in batches, notice that it is gone. */
@ApplicationModule(allowedDependencies = {"job", "guard"})
@NullMarked
package dev.holdfast.link;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
