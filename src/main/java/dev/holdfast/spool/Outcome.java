package dev.holdfast.spool;

import dev.holdfast.job.Reason;

/** What came of work that was handed to the spool's thread. */
sealed interface Outcome<T> {

    /** It is done, and on the disk. */
    record Done<T>(T result) implements Outcome<T> {}

    /** Nothing of it was written. */
    record NotDone<T>(Reason reason) implements Outcome<T> {}

    /** It may be on the disk, or may not. */
    record Unknown<T>(Reason reason) implements Outcome<T> {}
}
