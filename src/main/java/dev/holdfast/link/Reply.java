package dev.holdfast.link;

import dev.holdfast.job.Reason;
import java.util.List;

/** What came of one script call. */
public sealed interface Reply {

    /**
     * The script ran and answered.
     *
     * @param run the node's {@code run_id} at the time the link was opened
     */
    record Answer(List<byte[]> parts, String run) implements Reply {}

    /** Redis answered with an error; its first word says which. */
    record ServerError(String message) implements Reply {}

    /** The call did not leave this service. */
    record NotSent(Reason reason) implements Reply {}

    /** The call left, and no answer came: it may have run, or may yet run until its deadline. */
    record Lost(Reason reason) implements Reply {}
}
