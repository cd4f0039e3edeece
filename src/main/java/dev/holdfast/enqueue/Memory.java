package dev.holdfast.enqueue;

import java.time.Duration;

/**
 * How long a node remembers a job it accepted.
 *
 * @param clientIds when the client chose the id and may repeat it
 * @param generatedIds when the id is new and only this service repeats it
 */
record Memory(Duration clientIds, Duration generatedIds) {

    Duration of(Identity identity) {
        return identity.isFromClient() ? clientIds : generatedIds;
    }
}
