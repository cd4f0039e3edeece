package dev.holdfast.doctor;

import static dev.holdfast.doctor.Judgement.ok;
import static dev.holdfast.doctor.Judgement.problem;
import static dev.holdfast.doctor.Judgement.warning;

import dev.holdfast.job.Reason;
import java.util.List;

/** Whether this service has what it needs around itself, and what it costs Redis. */
final class ServiceChecks {

    static final List<Check> ALL = List.of(
            Check.ofAll("service-permissions", Group.SERVICE, ServiceChecks::permissions),
            Check.ofAll("service-disk", Group.SERVICE, ServiceChecks::disk),
            Check.ofAll("service-spool", Group.SERVICE, ServiceChecks::spool),
            Check.ofAll("service-heap", Group.SERVICE, ServiceChecks::heap),
            Check.ofAll("service-descriptors", Group.SERVICE, ServiceChecks::descriptors),
            Check.ofNode("service-proofs", Group.SERVICE, ServiceChecks::proofs));

    private static final double MUCH = 0.8;
    private static final double TOO_MUCH = 0.95;
    /** Of a proof in Redis's memory: key, value, expiry and their places in two tables; measured with 7.0. */
    private static final long BYTES_OF_A_PROOF = 210;

    private static final double MUCH_FOR_PROOFS = 0.2;
    private static final long MANY_BYTES = 1L << 30;

    private ServiceChecks() {}

    private static Judgement permissions(Reading reading) {
        return reading.own()
                .open()
                .judge(open -> open.isEmpty()
                        ? ok("only its owner may enter the data directory")
                        : warning(
                                "others may enter or read " + String.join(", ", open),
                                "chmod -R go= on it: jobs lie there in the clear."));
    }

    private static Judgement disk(Reading reading) {
        return reading.own().disk().judge(disk -> {
            String evidence = Amounts.bytes(disk.amount()) + " are free, " + Amounts.bytes(disk.bound())
                    + " stay so (HOLDFAST_SPOOL_MIN_FREE)";
            String fix = "Free the disk of the spool: below that no job is kept when Redis is away.";
            if (disk.amount() < disk.bound()) {
                return problem(evidence, fix);
            }
            return disk.amount() < 2 * disk.bound() ? warning(evidence, fix) : ok(evidence);
        });
    }

    private static Judgement spool(Reading reading) {
        return reading.own().spool().judge(spool -> {
            String evidence = spool.depth() + " jobs on their way, " + spool.aside() + " set aside, " + spool.missing()
                    + " missing"
                    + spool.obstacle()
                            .map(Reason::word)
                            .map(word -> "; it takes none: " + word)
                            .orElse("");
            if (!spool.takesJobs() || spool.missing() > 0) {
                return problem(evidence, "docs/runbook.md, The spool, tells what to do.");
            }
            return spool.aside() > 0 || spool.ageing()
                    ? warning(evidence, "docs/runbook.md, The spool, tells what to do.")
                    : ok(evidence);
        });
    }

    private static Judgement heap(Reading reading) {
        return reading.own()
                .heap()
                .judge(heap -> share(
                        heap,
                        Amounts.bytes(heap.amount()) + " of " + Amounts.bytes(heap.bound()),
                        "Give it more (-Xmx)."));
    }

    private static Judgement descriptors(Reading reading) {
        return reading.own()
                .files()
                .judge(files -> share(
                        files,
                        files.amount() + " of " + files.bound() + " are open",
                        "Raise the limit of open files (LimitNOFILE, ulimit -n)."));
    }

    private static Judgement share(Own.Share share, String evidence, String fix) {
        double part = (double) share.amount() / Math.max(1, share.bound());
        if (part >= TOO_MUCH) {
            return problem(evidence, fix);
        }
        return part >= MUCH ? warning(evidence, fix) : ok(evidence);
    }

    private static Judgement proofs(NodeReading node) {
        return node.see(Part.PROOFS).judge(proofs -> {
            long bytes = proofs.estimate() * BYTES_OF_A_PROOF;
            long bound = node.info("maxmemory").isThere()
                    ? node.info("maxmemory").get().number("maxmemory")
                    : 0;
            String evidence = "about " + proofs.estimate() + " proofs of accepted jobs, " + Amounts.bytes(bytes) + " ("
                    + proofs.looked() + " of " + proofs.keys() + " keys looked at)";
            boolean much = bound > 0 ? bytes >= MUCH_FOR_PROOFS * bound : bytes >= MANY_BYTES;
            return much
                    ? warning(
                            evidence, "Shorten HOLDFAST_ENQUEUE_REMEMBER or _REMEMBER_CLIENT_IDS, or raise maxmemory.")
                    : ok(evidence);
        });
    }
}
