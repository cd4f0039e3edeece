/** Says what is wrong, by what evidence, and how to mend it; and what it could not see. */
@ApplicationModule(allowedDependencies = {"job", "rq", "link", "guard", "spool", "embedded", "watch"})
@NullMarked
package dev.holdfast.doctor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
