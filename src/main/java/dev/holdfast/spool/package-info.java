/** Keeps on disk, in order, the jobs that no node would take. */
@ApplicationModule(allowedDependencies = {"job", "problem"})
@NullMarked
package dev.holdfast.spool;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
