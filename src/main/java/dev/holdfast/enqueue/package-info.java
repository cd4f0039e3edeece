/** The front desk: admits a request, gives its job an identity, places it, answers with a receipt. */
@ApplicationModule(allowedDependencies = {"job", "rq", "problem", "submission"})
@NullMarked
package dev.holdfast.enqueue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
