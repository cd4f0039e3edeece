/** Tells others over HTTP what happened, signed, until they have heard. */
@ApplicationModule(allowedDependencies = {"incident", "guard", "datadir"})
@NullMarked
package dev.holdfast.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
