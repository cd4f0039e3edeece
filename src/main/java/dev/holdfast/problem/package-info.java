/** How a refusal looks: type, code, {@code Retry-After}, {@code error}. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.holdfast.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
