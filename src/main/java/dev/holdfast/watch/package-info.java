/** Looks at each Redis and its queues, every few seconds and when asked, and tells what it saw. */
@ApplicationModule(allowedDependencies = {"job", "rq", "link", "guard", "failover", "problem"})
@NullMarked
package dev.holdfast.watch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
