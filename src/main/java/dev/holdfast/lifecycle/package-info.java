/** What became of a job, wherever it lies. */
@ApplicationModule(allowedDependencies = {"job", "rq", "redis", "spool", "problem", "guard"})
@NullMarked
package dev.holdfast.lifecycle;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
