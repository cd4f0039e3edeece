package dev.holdfast.spool;

import dev.holdfast.job.Node;
import java.util.List;

/** Where a job of the spool stands; the code is what the file says, for ever. */
enum RowState {
    /** It is nowhere else. */
    WAITING(0),
    /** It is at the primary, or may be: only there, or with whoever has the same data, is it placed. */
    SENT_TO_PRIMARY(1),
    /** The same for the standby. */
    SENT_TO_STANDBY(2),
    /** It will never be taken as it is, and waits for an operator. */
    SET_ASIDE(3),
    /** Its client has taken it back after it was sent, and neither node has answered for it (docs/protocol.md, R13). */
    WITHDRAWN(4),
    /** The same, and only the standby has not answered. */
    WITHDRAWN_AT_PRIMARY(5),
    /** The same, and only the primary has not answered. */
    WITHDRAWN_AT_STANDBY(6);

    private static final List<RowState> ALL = List.of(values());

    private final int code;

    RowState(int code) {
        this.code = code;
    }

    static RowState sentTo(Node node) {
        return node == Node.PRIMARY ? SENT_TO_PRIMARY : SENT_TO_STANDBY;
    }

    /** The state of a withdrawn job for which this node alone has answered. */
    static RowState withdrawnAt(Node node) {
        return node == Node.PRIMARY ? WITHDRAWN_AT_PRIMARY : WITHDRAWN_AT_STANDBY;
    }

    boolean isWithdrawn() {
        return code >= WITHDRAWN.code;
    }

    /** The state with this code; a row with a number that is no state's is damaged, and as good as set aside. */
    static RowState of(int code) {
        for (RowState state : ALL) {
            if (state.code == code) {
                return state;
            }
        }
        return SET_ASIDE;
    }

    int code() {
        return code;
    }
}
