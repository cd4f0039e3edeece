package dev.holdfast.doctor;

import static dev.holdfast.doctor.Judgement.ok;
import static dev.holdfast.doctor.Judgement.problem;
import static dev.holdfast.doctor.Judgement.warning;

import dev.holdfast.job.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Whether Redis and this service are set up so that what was promised is kept. */
final class ConfigurationChecks {

    static final List<Check> ALL = List.of(
            Check.ofAll("configuration-addresses", Group.CONFIGURATION, ConfigurationChecks::addresses),
            Check.ofAll("configuration-same-server", Group.CONFIGURATION, ConfigurationChecks::sameServer),
            Check.ofAll("configuration-databases", Group.CONFIGURATION, ConfigurationChecks::databases),
            Check.ofNode("configuration-keys-elsewhere", Group.CONFIGURATION, ConfigurationChecks::keysElsewhere),
            Check.ofNode("configuration-persistence", Group.CONFIGURATION, ConfigurationChecks::persistence),
            Check.ofNode("configuration-saves", Group.CONFIGURATION, ConfigurationChecks::saves),
            Check.ofNode("configuration-replication", Group.CONFIGURATION, Replication::judge),
            Check.ofNode("configuration-min-replicas", Group.CONFIGURATION, Replication::minimum),
            Check.ofNode("configuration-timeout", Group.CONFIGURATION, ConfigurationChecks::timeout),
            Check.ofNode("configuration-clock", Group.CONFIGURATION, ConfigurationChecks::clock));

    private static final Pattern DATABASE = Pattern.compile("db\\d{1,9}");
    private static final Duration OFF = Duration.ofSeconds(1);
    private static final Duration FAR_OFF = Duration.ofMinutes(1);
    /** A job's connection may be idle between two jobs. */
    private static final long SHORT_TIMEOUT_SECONDS = 60;

    private ConfigurationChecks() {}

    private static Judgement addresses(Reading reading) {
        if (!reading.addresses().mistake().isEmpty()) {
            return problem(reading.addresses().mistake(), "Correct it, and restart the service.");
        } else if (reading.addresses().embedded()) {
            return warning(
                    "HOLDFAST_REDIS_PRIMARY_URL is not set: the service runs a pair of its own, for trying out"
                            + (reading.nodes().isEmpty() ? "; none runs in this data directory" : ""),
                    "Set HOLDFAST_REDIS_PRIMARY_URL, here as for the service.");
        }
        return reading.node(Node.STANDBY).isPresent()
                ? ok("a primary and a standby are configured")
                : ok("a primary is configured, and no standby");
    }

    private static Judgement sameServer(Reading reading) {
        return both(
                reading,
                (primary, standby) -> primary.info("run_id")
                        .judge(one -> standby.info("run_id").judge(other -> {
                            if (!one.text("run_id").equals(other.text("run_id"))) {
                                return ok("two servers");
                            }
                            boolean sameData = primary.see(Part.DATABASE).equals(standby.see(Part.DATABASE));
                            return problem(
                                    "both URLs lead to the same server" + (sameData ? " and database" : ""),
                                    "Let the standby be another server: together they fail together.");
                        })));
    }

    private static Judgement databases(Reading reading) {
        return both(
                reading,
                (primary, standby) -> primary.see(Part.DATABASE)
                        .judge(
                                one -> standby.see(Part.DATABASE)
                                        .judge(
                                                other -> one.equals(other)
                                                        ? ok("database " + one + " on both")
                                                        : warning(
                                                                "database " + one + " on the primary, " + other
                                                                        + " on the standby",
                                                                "Use the same number, or workers that move to the standby look past the jobs."))));
    }

    private static Judgement both(Reading reading, BiFunction<NodeReading, NodeReading, Judgement> judge) {
        Optional<NodeReading> primary = reading.node(Node.PRIMARY);
        Optional<NodeReading> standby = reading.node(Node.STANDBY);
        return primary.isPresent() && standby.isPresent()
                ? judge.apply(primary.get(), standby.get())
                : ok("there are no two to compare");
    }

    private static Judgement keysElsewhere(NodeReading node) {
        return node.info()
                .judge(info -> node.see(Part.DATABASE).judge(database -> {
                    List<String> others = info.fields().keySet().stream()
                            .filter(name -> DATABASE.matcher(name).matches())
                            .filter(name -> !name.equals("db" + database))
                            .sorted()
                            .toList();
                    if (others.isEmpty()) {
                        return ok("only database " + database + " has keys, if any");
                    }
                    String evidence = "there are keys in " + String.join(", ", others) + ", too";
                    return node.see(Part.WORKERS_HERE)
                            .judge(workers -> workers
                                    ? ok(evidence + "; workers are registered in database " + database)
                                    : warning(
                                            evidence + ", and no worker is registered in database " + database,
                                            "If the workers' --url has another number, write that one into the URL."));
                }));
    }

    private static Judgement persistence(NodeReading node) {
        return node.info("aof_enabled").judge(info -> {
            if (info.number("aof_enabled") == 1) {
                return node.config("appendfsync").isThere()
                        ? appended(node.config("appendfsync").get())
                        : ok("an append-only file; how often it is synced could not be seen");
            }
            return node.config("save")
                    .judge(points -> points.isBlank()
                            ? problem(
                                    "neither an append-only file nor snapshots: a restart forgets everything",
                                    "CONFIG SET appendonly yes, and in redis.conf.")
                            : warning(
                                    "snapshots only (save " + points + "): a crash forgets what came since the last",
                                    "CONFIG SET appendonly yes, and in redis.conf."));
        });
    }

    private static Judgement appended(String fsync) {
        return switch (fsync) {
            case "always" -> ok("an append-only file, synced before each answer");
            case "everysec" -> ok("an append-only file, synced every second: a crash may take the last two");
            default ->
                warning(
                        "an append-only file with appendfsync " + fsync + ": a crash may take the last half minute",
                        "CONFIG SET appendfsync everysec, or always, and in redis.conf.");
        };
    }

    private static Judgement saves(NodeReading node) {
        Map<String, String> kinds = Map.of(
                "rdb_last_bgsave_status", "the last snapshot",
                "aof_last_write_status", "the last write of the append-only file",
                "aof_last_bgrewrite_status", "the last rewrite of the append-only file");
        return node.info("rdb_last_bgsave_status").judge(info -> {
            List<String> failed = kinds.keySet().stream()
                    .filter(name -> info.text(name).equals("err"))
                    .map(name -> kinds.getOrDefault(name, name))
                    .sorted()
                    .toList();
            return failed.isEmpty()
                    ? ok("the last writes to its disk succeeded")
                    : problem(
                            String.join(", ", failed) + " failed",
                            "Free its disk or make it writable: Redis refuses jobs (MISCONF), or forgets them.");
        });
    }

    private static Judgement timeout(NodeReading node) {
        return node.config("timeout").judge(text -> {
            long seconds = text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
            return seconds == 0 || seconds >= SHORT_TIMEOUT_SECONDS
                    ? ok(seconds == 0 ? "idle connections stay" : "idle connections are closed after " + seconds + " s")
                    : warning(
                            "connections that are idle for " + seconds + " s are closed",
                            "CONFIG SET timeout 0, or 300: each that is closed costs a reconnect.");
        });
    }

    private static Judgement clock(NodeReading node) {
        return node.see(Part.CLOCK).judge(ahead -> {
            Duration off = ahead.abs();
            String evidence = "its clock is " + off.toMillis() + " ms " + (ahead.isNegative() ? "behind" : "ahead of")
                    + " this machine's";
            String fix = "Let both machines keep time (chrony, systemd-timesyncd).";
            if (off.compareTo(FAR_OFF) >= 0) {
                return problem(evidence + ": times of jobs are wrong, and scheduled ones come at the wrong time", fix);
            }
            return off.compareTo(OFF) >= 0 ? warning(evidence, fix) : ok(evidence);
        });
    }
}
