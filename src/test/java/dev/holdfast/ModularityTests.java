package dev.holdfast;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    /** Checked by Modulith: no cycles, no way around a room's public types, no room that its package-info leaves out. */
    @Test
    void roomsDependOnlyOnWhatTheirDescriptionsAllow() {
        ApplicationModules.of(HoldfastApplication.class).verify();
    }
}
