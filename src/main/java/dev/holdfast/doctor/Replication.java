package dev.holdfast.doctor;

import static dev.holdfast.doctor.Judgement.ok;
import static dev.holdfast.doctor.Judgement.problem;
import static dev.holdfast.doctor.Judgement.warning;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether what a master takes reaches its replicas in time. */
final class Replication {

    private static final Pattern REPLICA = Pattern.compile("slave\\d{1,4}");
    private static final Pattern LAG = Pattern.compile("lag=(\\d{1,9})");
    private static final long LATE_SECONDS = 10;

    private Replication() {}

    static Judgement judge(NodeReading node) {
        return node.info("role").judge(info -> info.text("role").equals("master") ? ofMaster(info) : ofReplica(info));
    }

    private static Judgement ofMaster(Info info) {
        List<String> replicas = info.fields().entrySet().stream()
                .filter(field -> REPLICA.matcher(field.getKey()).matches())
                .map(Map.Entry::getValue)
                .toList();
        long behind = replicas.stream().filter(Replication::isBehind).count();
        if (behind > 0) {
            return warning(
                    behind + " of " + replicas.size() + " replicas are behind by more than " + LATE_SECONDS + " s",
                    "Look at them: what they lack is lost when one is promoted.");
        }
        return ok(replicas.isEmpty() ? "no replicas follow it" : replicas.size() + " replicas follow in time");
    }

    private static boolean isBehind(String replica) {
        Matcher lag = LAG.matcher(replica);
        return !replica.contains("state=online") || (lag.find() && Long.parseLong(lag.group(1)) > LATE_SECONDS);
    }

    private static Judgement ofReplica(Info info) {
        if (!info.text("master_link_status").equals("up")) {
            return problem(
                    "it has not heard from its master for " + info.number("master_link_down_since_seconds") + " s",
                    "Repair the link to its master; if that is gone for good, promote it (REPLICAOF NO ONE).");
        } else if (info.number("master_sync_in_progress") == 1) {
            return warning("it is still copying its master's data", "Wait; it cannot be promoted yet.");
        }
        long seconds = info.number("master_last_io_seconds_ago");
        return seconds > LATE_SECONDS
                ? warning("it last heard from its master " + seconds + " s ago", "Look at the network between them.")
                : ok("it last heard from its master " + seconds + " s ago");
    }

    static Judgement minimum(NodeReading node) {
        return node.config("min-replicas-to-write").judge(text -> {
            long wanted = text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
            if (wanted == 0) {
                return ok("none are required to write");
            }
            return node.info("role").judge(info -> {
                long good = info.number("min_slaves_good_slaves");
                String evidence = wanted + " replicas are required to write, and " + good + " are well";
                return good >= wanted || !info.text("role").equals("master")
                        ? ok(evidence)
                        : problem(evidence, "Repair the replicas, or lower min-replicas-to-write: jobs are refused.");
            });
        });
    }
}
