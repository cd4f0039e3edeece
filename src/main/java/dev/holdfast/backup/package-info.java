/** Keeps a copy of the jobs that still have to run, and brings them back. */
@ApplicationModule(allowedDependencies = {"job", "link", "guard", "rq"})
@NullMarked
package dev.holdfast.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
