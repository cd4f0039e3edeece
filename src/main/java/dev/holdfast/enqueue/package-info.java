/** The front desk: validates a request, gives it an identity, places it, answers with a receipt. */
@ApplicationModule(allowedDependencies = {"job", "rq", "problem"})
@NullMarked
package dev.holdfast.enqueue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
