package dev.holdfast.status;

import dev.holdfast.maintenance.MaintenanceMode;
import dev.holdfast.maintenance.MaintenanceWindow;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Shows whether the door is closed for maintenance, and when it will be next.
 *
 * <p>It is always UP: a load balancer that took the service out would keep callers from the explanation.
 */
final class MaintenanceHealthIndicator implements HealthIndicator {

    private final MaintenanceMode mode;

    MaintenanceHealthIndicator(MaintenanceMode mode) {
        this.mode = mode;
    }

    @Override
    public Health health() {
        MaintenanceWindow window = mode.window();
        Health.Builder health = Health.up().withDetail("closed", window != null);
        if (window != null && window.until() != null) {
            health.withDetail("until", window.until().toString());
        }
        mode.planned().stream()
                .findFirst()
                .ifPresent(next -> health.withDetail(
                        "next",
                        Map.of(
                                "from",
                                next.from().toString(),
                                "until",
                                next.until().toString())));
        return health.build();
    }
}
