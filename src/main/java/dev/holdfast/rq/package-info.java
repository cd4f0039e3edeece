/** RQ's dialect: encodes a job, once, into the fields and entries that a stock worker understands; pure functions. */
@ApplicationModule(allowedDependencies = {"job"})
@NullMarked
package dev.holdfast.rq;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
