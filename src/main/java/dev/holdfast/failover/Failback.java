package dev.holdfast.failover;

import java.util.Locale;

/** Who brings the jobs back to a primary that has recovered. */
public enum Failback {
    /** This service, once the primary has been well for long enough. */
    AUTO,
    /** An operator. */
    MANUAL;

    /** The name in settings and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
