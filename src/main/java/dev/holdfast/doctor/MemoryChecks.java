package dev.holdfast.doctor;

import static dev.holdfast.doctor.Judgement.couldNotSee;
import static dev.holdfast.doctor.Judgement.ok;
import static dev.holdfast.doctor.Judgement.problem;
import static dev.holdfast.doctor.Judgement.warning;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether each Redis has room for jobs and time to take them. */
final class MemoryChecks {

    static final List<Check> ALL = List.of(
            Check.ofNode("memory-limit", Group.MEMORY, MemoryChecks::limit),
            Check.ofNode("memory-policy", Group.MEMORY, MemoryChecks::policy),
            Check.ofNode("memory-evictions", Group.MEMORY, MemoryChecks::evictions),
            Check.ofNode("memory-refusals", Group.MEMORY, MemoryChecks::refusals),
            Check.ofNode("memory-fragmentation", Group.MEMORY, MemoryChecks::fragmentation),
            Check.ofNode("memory-swap", Group.MEMORY, MemoryChecks::swap),
            Check.ofNode("cpu-share", Group.MEMORY, MemoryChecks::cpu));

    private static final double MUCH = 0.8;
    private static final double TOO_MUCH = 0.95;
    /** Below it a share means nothing: an empty Redis takes more for itself than for data. */
    private static final long MATTERS = 128L << 20;

    private static final double FRAGMENTED = 1.5;
    private static final double BUSY = 0.9;
    private static final Duration LONG_ENOUGH = Duration.ofMillis(200);
    private static final Pattern COUNT = Pattern.compile("count=(\\d{1,18})");

    private MemoryChecks() {}

    private static Judgement limit(NodeReading node) {
        return node.info("maxmemory", "used_memory").judge(info -> {
            long used = info.number("used_memory") - info.number("mem_not_counted_for_evict");
            long bound = info.number("maxmemory");
            return bound == 0 ? unbounded(used, info.number("total_system_memory")) : bounded(used, bound);
        });
    }

    private static Judgement bounded(long used, long bound) {
        double share = (double) used / bound;
        String evidence = "it uses " + Amounts.bytes(used) + " of maxmemory " + Amounts.bytes(bound) + ", "
                + Amounts.percent(share);
        String fix = "Raise maxmemory, start more workers, or shorten result_ttl of the jobs.";
        if (share >= TOO_MUCH) {
            return problem(evidence, fix);
        }
        return share >= MUCH ? warning(evidence, fix) : ok(evidence);
    }

    private static Judgement unbounded(long used, long machine) {
        String evidence = "it uses " + Amounts.bytes(used) + ", and maxmemory is not set";
        if (machine == 0 || used < MUCH * machine) {
            return ok(evidence);
        }
        return problem(
                evidence + "; its machine has " + Amounts.bytes(machine),
                "Set maxmemory below what the machine has: else the system kills Redis when memory ends.");
    }

    private static Judgement policy(NodeReading node) {
        return node.info("maxmemory_policy", "maxmemory").judge(info -> {
            String policy = info.text("maxmemory_policy");
            boolean bounded = info.number("maxmemory") > 0;
            String fix = "CONFIG SET maxmemory-policy noeviction, and in redis.conf.";
            if (policy.equals("noeviction")) {
                return ok(policy + ": a full Redis says so");
            } else if (!bounded) {
                return warning(policy + ", which begins to matter when maxmemory is set", fix);
            } else if (policy.startsWith("volatile")) {
                return warning(
                        policy + ": a full Redis drops results, and the proofs by which repeats are recognised", fix);
            }
            return problem(policy + ": a full Redis drops jobs and queues in silence", fix);
        });
    }

    private static Judgement evictions(NodeReading node) {
        return node.info("evicted_keys").judge(info -> {
            long evicted = info.number("evicted_keys");
            return evicted == 0
                    ? ok("none since it started")
                    : problem(
                            evicted + " keys were dropped for want of memory since it started",
                            "Jobs may be among them. Set maxmemory-policy noeviction, and raise maxmemory.");
        });
    }

    private static Judgement refusals(NodeReading node) {
        return node.info("maxmemory").judge(info -> {
            Matcher count = COUNT.matcher(info.text("errorstat_OOM"));
            return count.find()
                    ? warning(
                            "it has refused " + count.group(1) + " commands for want of memory since it started",
                            "Raise maxmemory, or start more workers.")
                    : ok("it has refused nothing for want of memory since it started");
        });
    }

    private static Judgement fragmentation(NodeReading node) {
        return node.info("used_memory", "used_memory_rss").judge(info -> {
            long used = info.number("used_memory");
            long held = info.number("used_memory_rss");
            double ratio = (double) held / Math.max(1, used);
            String evidence = "it holds " + Amounts.bytes(held) + " for " + Amounts.bytes(used) + " of data";
            return held >= MATTERS && ratio >= FRAGMENTED
                    ? warning(evidence, "CONFIG SET activedefrag yes, or restart it in a quiet hour.")
                    : ok(evidence);
        });
    }

    private static Judgement swap(NodeReading node) {
        Seen<Long> swap = node.see(Part.SWAP);
        if (swap.isThere()) {
            return swap.get() == 0
                    ? ok("none of it lies in swap")
                    : problem(
                            Amounts.bytes(swap.get()) + " of it lie in swap",
                            "Give its machine more memory, or Redis a smaller maxmemory.");
        }
        return node.info("used_memory", "used_memory_rss").judge(info -> {
            long used = info.number("used_memory");
            long held = info.number("used_memory_rss");
            boolean missing = used >= MATTERS && held < used * TOO_MUCH;
            return missing
                    ? warning(
                            "only " + Amounts.bytes(held) + " of its " + Amounts.bytes(used) + " are in memory",
                            "The rest is swapped: give its machine more memory, or Redis a smaller maxmemory.")
                    : couldNotSee(swap.why() + "; nothing in INFO points to swap");
        });
    }

    private static Judgement cpu(NodeReading node) {
        return node.see(Part.EARLIER)
                .judge(before -> node.info("used_cpu_user", "used_cpu_sys")
                        .judge(after -> node.see(Part.BETWEEN).judge(between -> cpu(before, after, between))));
    }

    private static Judgement cpu(Info before, Info after, Duration between) {
        if (between.compareTo(LONG_ENOUGH) < 0) {
            return couldNotSee("the run was too short to tell");
        }
        double seconds = seconds(after) - seconds(before);
        double share = seconds / (between.toNanos() / 1e9);
        String evidence = Amounts.percent(share) + " of a CPU during " + Amounts.millis(between);
        return share >= BUSY
                ? warning(
                        evidence,
                        "Commands run on one CPU: find the costly ones (INFO commandstats), or share the load.")
                : ok(evidence);
    }

    /** Of the thread that runs commands, where the server tells it apart. */
    private static double seconds(Info info) {
        return info.text("used_cpu_user_main_thread").isEmpty()
                ? info.fraction("used_cpu_user") + info.fraction("used_cpu_sys")
                : info.fraction("used_cpu_user_main_thread") + info.fraction("used_cpu_sys_main_thread");
    }
}
