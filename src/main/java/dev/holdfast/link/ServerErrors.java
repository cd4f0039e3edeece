package dev.holdfast.link;

import dev.holdfast.job.Reason;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis's error replies mean for what was asked. */
public final class ServerErrors {

    private static final Map<String, Reason> REASONS = Map.ofEntries(
            Map.entry("LOADING", Reason.LOADING),
            Map.entry("READONLY", Reason.READONLY),
            Map.entry("MASTERDOWN", Reason.MASTERDOWN),
            Map.entry("MISCONF", Reason.MISCONF),
            Map.entry("OOM", Reason.OOM),
            Map.entry("NOREPLICAS", Reason.NOREPLICAS),
            Map.entry("BUSY", Reason.BUSY),
            Map.entry("NOAUTH", Reason.NOAUTH),
            Map.entry("WRONGPASS", Reason.NOAUTH),
            Map.entry("DENIED", Reason.NOAUTH),
            Map.entry("NOPERM", Reason.NOPERM),
            Map.entry("MOVED", Reason.CLUSTER),
            Map.entry("ASK", Reason.CLUSTER),
            Map.entry("CROSSSLOT", Reason.CLUSTER),
            Map.entry("TRYAGAIN", Reason.CLUSTER),
            Map.entry("CLUSTERDOWN", Reason.CLUSTER),
            Map.entry("WRONGTYPE", Reason.WRONGTYPE));

    /** Up to Redis 6.2 an error inside a script hides its code behind the script's own error. */
    private static final Pattern INSIDE_A_SCRIPT =
            Pattern.compile("[ -](LOADING|READONLY|MASTERDOWN|MISCONF|OOM|NOREPLICAS|NOPERM|WRONGTYPE) ");

    private ServerErrors() {}

    /** The reason behind a failure of Lettuce or Spring Data, whose causes tell more than its class. */
    public static Reason reasonOf(Throwable failure) {
        return LinkRefused.because(failure).reason();
    }

    /** The reason that an error reply gives; {@link Reason#SCRIPT_ERROR} for one that nobody expected. */
    public static Reason reasonOf(String message) {
        int space = message.indexOf(' ');
        Reason reason = REASONS.get(space < 0 ? message : message.substring(0, space));
        if (reason != null) {
            return reason;
        }
        if (message.startsWith("ERR max number of clients")) {
            return Reason.UNREACHABLE;
        }
        if (message.contains(" can't run this command")) {
            // How a script is told what its user may not do, without a code of its own.
            return Reason.NOPERM;
        }
        Matcher inside = INSIDE_A_SCRIPT.matcher(message);
        return inside.find() ? REASONS.getOrDefault(inside.group(1), Reason.SCRIPT_ERROR) : Reason.SCRIPT_ERROR;
    }
}
