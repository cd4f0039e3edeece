/** The vocabulary: what a job is, what it means to place one, what state a node is in. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.holdfast.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
