/** Small files that outlive a restart: replaced whole, and readable for their owner only. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.holdfast.datadir;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
