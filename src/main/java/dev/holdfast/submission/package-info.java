/** What a client may ask for: reads submissions strictly, and tells all that is wrong with one; pure functions. */
@ApplicationModule(allowedDependencies = {"job", "rq", "problem"})
@NullMarked
package dev.holdfast.submission;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
