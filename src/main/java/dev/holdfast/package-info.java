/** Opens the house: wires the rooms together. */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
