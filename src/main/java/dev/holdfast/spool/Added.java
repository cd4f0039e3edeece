package dev.holdfast.spool;

import dev.holdfast.job.Placement;
import java.util.Optional;

/** What came of adding a job. */
enum Added {
    /** It has a row now. */
    NEW,
    /** It had one already. */
    KNOWN,
    /** Its id has the row of another job, which is proven otherwise. */
    ID_TAKEN,
    /** Another job is proven by the same. */
    PROOF_USED;

    /** Why it has no row; empty if it has. */
    Optional<Placement.Conflict> conflict() {
        return switch (this) {
            case NEW, KNOWN -> Optional.empty();
            case ID_TAKEN -> Optional.of(new Placement.Conflict(Placement.Conflict.Over.ID));
            case PROOF_USED -> Optional.of(new Placement.Conflict());
        };
    }
}
