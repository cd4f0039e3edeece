package dev.holdfast.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signals of which a test says what is the matter; at first all is well. */
final class Weather {

    private boolean primary = true;
    private boolean standby = true;
    private boolean disk = true;
    private boolean standingIn;
    private boolean workedThere;
    private boolean connecting;
    private int newRuns;
    private long spooled;
    private Optional<Signals.Window> window = Optional.empty();

    Signals now() {
        return new Signals(
                primary || standby,
                disk,
                connecting || (primary && standby),
                standingIn,
                workedThere,
                connecting,
                newRuns,
                spooled,
                spooled == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(spooled)),
                window);
    }

    Weather primary(boolean up) {
        primary = up;
        return this;
    }

    Weather standby(boolean up) {
        standby = up;
        return this;
    }

    Weather both(boolean up) {
        return primary(up).standby(up);
    }

    Weather disk(boolean takesJobs) {
        disk = takesJobs;
        return this;
    }

    Weather standingIn(boolean standsIn, boolean workers) {
        standingIn = standsIn;
        workedThere = workers;
        return this;
    }

    Weather connecting(boolean is) {
        connecting = is;
        return this;
    }

    Weather restarted() {
        newRuns++;
        return this;
    }

    Weather spooled(long jobs) {
        spooled = jobs;
        return this;
    }

    Weather closed(@Nullable Instant until, @Nullable String message) {
        window = Optional.of(new Signals.Window(Optional.ofNullable(until), Optional.ofNullable(message)));
        return this;
    }

    Weather opened() {
        window = Optional.empty();
        return this;
    }
}
