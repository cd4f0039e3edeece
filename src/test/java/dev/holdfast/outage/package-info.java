/** The whole service while its Redis servers fail: nothing lost, nothing doubled, nothing invented, nothing late. */
@NullMarked
package dev.holdfast.outage;

import org.jspecify.annotations.NullMarked;
