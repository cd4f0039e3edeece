/** One Redis node as a place for jobs: the script, and precisely what went wrong. */
@ApplicationModule(allowedDependencies = {"job", "rq", "link", "guard"})
@NullMarked
package dev.holdfast.redis;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
