package dev.holdfast.webhook;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Everybody who is told.
 *
 * @param couriers one for each
 * @param clients the wire of each
 * @param alarms what ends attempts that take too long
 */
record Receivers(List<Courier> couriers, List<WebhookClient> clients, ScheduledExecutorService alarms) {

    void tell(Letter letter) {
        couriers.forEach(courier -> courier.take(letter));
    }

    /** Ends what is under way, and lets nothing begin. */
    void hangUp() {
        clients.forEach(WebhookClient::close);
        alarms.shutdownNow();
    }
}
