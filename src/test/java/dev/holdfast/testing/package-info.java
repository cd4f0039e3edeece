/** What tests stand on: a real Redis server and a clock that is moved by hand. */
@NullMarked
package dev.holdfast.testing;

import org.jspecify.annotations.NullMarked;
