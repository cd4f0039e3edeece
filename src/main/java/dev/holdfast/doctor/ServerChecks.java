package dev.holdfast.doctor;

import static dev.holdfast.doctor.Judgement.couldNotSee;
import static dev.holdfast.doctor.Judgement.ok;
import static dev.holdfast.doctor.Judgement.problem;
import static dev.holdfast.doctor.Judgement.warning;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether each Redis is one that takes jobs, and keeps up with itself. */
final class ServerChecks {

    static final List<Check> ALL = List.of(
            Check.ofNode("server-version", Group.SERVER, ServerChecks::version),
            Check.ofNode("server-loading", Group.SERVER, ServerChecks::loading),
            Check.ofNode("server-role", Group.SERVER, ServerChecks::role),
            Check.ofAll("server-lineage", Group.SERVER, ServerChecks::lineage),
            Check.ofNode("server-write", Group.SERVER, ServerChecks::write),
            Check.ofNode("server-slow-commands", Group.SERVER, ServerChecks::slowCommands),
            Check.ofNode("server-delays", Group.SERVER, ServerChecks::delays));

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");
    /** A job that waits for longer makes its node prove itself. */
    private static final Duration NOTICED = Duration.ofMillis(100);

    private static final Duration LATELY = Duration.ofMinutes(10);

    private ServerChecks() {}

    private static Judgement version(NodeReading node) {
        return node.info("redis_version").judge(info -> {
            String version = info.text("redis_version");
            Matcher parts = VERSION.matcher(version);
            if (!parts.matches()) {
                return couldNotSee("the server calls its version " + version);
            }
            int major = Integer.parseInt(parts.group(1));
            boolean old = major < 6 || (major == 6 && Integer.parseInt(parts.group(2)) < 2);
            return old
                    ? problem("Redis " + version, "Upgrade it to 6.2 or later: the scripts use commands that it lacks.")
                    : ok("Redis " + version);
        });
    }

    private static Judgement loading(NodeReading node) {
        return node.info("loading")
                .judge(info -> info.number("loading") == 0
                        ? ok("its data are loaded, it has run for "
                                + Amounts.roughly(Duration.ofSeconds(info.number("uptime_in_seconds"))))
                        : problem(
                                "it is loading its data, about " + info.number("loading_eta_seconds") + " s are left",
                                "Wait; jobs go elsewhere meanwhile."));
    }

    private static Judgement role(NodeReading node) {
        return node.info("role").judge(info -> {
            if (info.text("role").equals("master")) {
                return ok("master");
            } else if (node.node() == Node.STANDBY) {
                return ok("replica, which takes jobs once it is promoted");
            }
            return warning(
                    "replica: it takes no jobs",
                    "Promote it (REPLICAOF NO ONE) if its master is gone, or swap the URLs.");
        });
    }

    private static Judgement lineage(Reading reading) {
        Optional<NodeReading> standby = reading.node(Node.STANDBY);
        if (standby.isEmpty()) {
            return ok("there is one Redis only");
        }
        NodeReading primary = reading.node(Node.PRIMARY).orElseThrow();
        return primary.info("role")
                .judge(here -> standby.get().info("role").judge(there -> {
                    boolean replicaHere = !here.text("role").equals("master");
                    boolean replicaThere = !there.text("role").equals("master");
                    if (replicaHere && replicaThere) {
                        return problem(
                                "both are replicas: neither takes jobs", "Promote one of them (REPLICAOF NO ONE).");
                    } else if (replicaHere || replicaThere) {
                        return ok("one is a master, the other a replica");
                    }
                    return primary.see(Part.DATASET)
                            .judge(one -> standby.get().see(Part.DATASET).judge(other -> masters(one, other)));
                }));
    }

    private static Judgement masters(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return couldNotSee("holdfast:node is missing, which the service writes when it first connects");
        } else if (one.equals(other)) {
            return problem(
                    "both are masters, and hold copies of the same data (holdfast:node)",
                    "Find out which was promoted last, and name it to /actuator/failover; make the other its replica.");
        }
        return ok("two masters with data of their own");
    }

    private static Judgement write(NodeReading node) {
        return node.see(Part.WRITE)
                .judge(write -> write.obstacle()
                        .map(reason -> refused(node, reason))
                        .orElseGet(() -> ok("a probe was written in " + Amounts.millis(write.took()))));
    }

    private static Judgement refused(NodeReading node, Reason reason) {
        String evidence = "a probe was not written: " + reason.word();
        return switch (reason) {
            case READONLY ->
                node.node() == Node.STANDBY
                        ? ok("a replica, as such it takes no writes")
                        : warning(evidence, "Promote it (REPLICAOF NO ONE) if its master is gone, or swap the URLs.");
            case OOM -> problem(evidence, "Raise maxmemory, or start more workers; keep maxmemory-policy noeviction.");
            case MISCONF -> problem(evidence, "Free its disk or make it writable; INFO persistence tells more.");
            case NOREPLICAS -> problem(evidence, "Repair its replicas, or lower min-replicas-to-write.");
            case NO_REPLY -> problem(evidence, "It holds writes back: CLIENT PAUSE, a hung disk, or a long command.");
            default -> problem(evidence, "docs/runbook.md, Reasons, tells what " + reason.word() + " means.");
        };
    }

    private static Judgement slowCommands(NodeReading node) {
        return node.see(Part.SLOW).judge(commands -> {
            List<SlowCommand> noticed = commands.stream()
                    .filter(command -> command.took().compareTo(NOTICED) >= 0)
                    .filter(command -> command.ago().compareTo(LATELY) <= 0)
                    .sorted(Comparator.comparing(SlowCommand::took).reversed())
                    .toList();
            if (noticed.isEmpty()) {
                return ok("none took " + NOTICED.toMillis() + " ms in the last " + Amounts.roughly(LATELY));
            }
            SlowCommand slowest = noticed.get(0);
            return warning(
                    noticed.size() + " of " + NOTICED.toMillis() + " ms or more in the last " + Amounts.roughly(LATELY)
                            + ", the longest " + slowest.command() + " with " + Amounts.millis(slowest.took()),
                    "SLOWLOG GET tells whose they are; while one runs, every other client waits.");
        });
    }

    private static Judgement delays(NodeReading node) {
        return node.see(Part.LATENCY).judge(events -> {
            List<LatencyEvent> lately = events.stream()
                    .filter(event -> event.ago().compareTo(LATELY) <= 0)
                    .filter(event -> event.longest().compareTo(NOTICED) >= 0)
                    .toList();
            if (!lately.isEmpty()) {
                LatencyEvent event = lately.get(0);
                return warning(
                        event.name() + " held it up for " + event.last().toMillis() + " ms "
                                + Amounts.roughly(event.ago()) + " ago, for "
                                + event.longest().toMillis()
                                + " ms at worst",
                        "LATENCY DOCTOR explains it: mostly a slow disk, a fork of a large process, or a command.");
            }
            return node.config("latency-monitor-threshold")
                    .judge(threshold -> threshold.equals("0")
                            ? couldNotSee("the monitor is off; CONFIG SET latency-monitor-threshold 100 turns it on")
                            : ok("its monitor saw none in the last " + Amounts.roughly(LATELY)));
        });
    }
}
