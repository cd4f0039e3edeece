/** What the benchmark runs beside the service. */
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
