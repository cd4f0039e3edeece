package dev.holdfast.outage;

/** What a client sends, and what it does when it is turned away. */
enum Habit {
    /** Sends an {@code Idempotency-Key}, and the same request again until it is accepted. */
    KEY,
    /** Sends a {@code job_id} of its own, and the same request again until it is accepted. */
    OWN_ID,
    /** Sends neither; in doubt it sends the same body with the {@code job_id} of the answer. */
    ASKS_AGAIN,
    /** Sends neither; in doubt it gives up. */
    GIVES_UP
}
