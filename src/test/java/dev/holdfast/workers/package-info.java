/** Real RQ workers, old and new, run what the whole service has enqueued. */
@NullMarked
package dev.holdfast.workers;

import org.jspecify.annotations.NullMarked;
