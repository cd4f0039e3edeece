package dev.holdfast.reconcile;

import java.util.List;

/** All ways on which jobs are brought home; without a standby and a spool there are none. */
public record WaysHome(List<WayHome> all) {

    public WaysHome {
        all = List.copyOf(all);
    }
}
