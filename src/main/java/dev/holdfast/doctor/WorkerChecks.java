package dev.holdfast.doctor;

import static dev.holdfast.doctor.JobChecks.named;
import static dev.holdfast.doctor.Judgement.couldNotSee;
import static dev.holdfast.doctor.Judgement.ok;
import static dev.holdfast.doctor.Judgement.problem;
import static dev.holdfast.doctor.Judgement.warning;

import dev.holdfast.job.Node;
import dev.holdfast.watch.Census;
import dev.holdfast.watch.Census.Queue;
import dev.holdfast.watch.Census.Worker;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Whether what was accepted will be run by somebody, and soon. */
final class WorkerChecks {

    static final List<Check> ALL = List.of(
            counted("workers-missing", WorkerChecks::missing),
            counted("workers-unfed", (node, census) -> unfed(census)),
            counted("workers-suspended", (node, census) -> suspended(census)),
            Check.ofNode("workers-scheduler", Group.WORKERS, WorkerChecks::scheduler),
            counted("workers-abandoned", (node, census) -> abandoned(census)),
            counted("workers-version", (node, census) -> version(census)),
            counted("workers-oldest", (node, census) -> oldest(census)));

    private static final Duration LATE = Duration.ofMinutes(15);
    private static final Duration MUCH_TOO_LATE = Duration.ofHours(2);

    private WorkerChecks() {}

    private static Check counted(String id, BiFunction<Node, Census, Judgement> judge) {
        return Check.ofNode(
                id, Group.WORKERS, node -> node.see(Part.CENSUS).judge(census -> judge.apply(node.node(), census)));
    }

    private static Judgement missing(Node node, Census census) {
        List<Queue> left = census.queues().stream()
                .filter(queue -> queue.depth() > 0 && census.workersOn(queue) == 0)
                .toList();
        if (left.isEmpty()) {
            return ok(census.workersAlive() + " workers live, and each queue where jobs wait has one" + rest(census));
        }
        String evidence = "no worker that lives listens on "
                + named(left, queue -> queue.name() + " (" + queue.depth() + " jobs)") + rest(census);
        if (node == Node.STANDBY && census.workersAlive() == 0) {
            return ok(evidence + "; as on a standby from where jobs are brought home");
        }
        return problem(evidence, "Start workers for these queues, or correct the names by which they are started.");
    }

    private static Judgement unfed(Census census) {
        Set<String> fed = census.queues().stream().map(Queue::name).collect(Collectors.toSet());
        Set<String> unfed = new HashSet<>();
        census.workers().stream().filter(Worker::alive).map(Worker::queues).forEach(unfed::addAll);
        unfed.removeAll(fed);
        return unfed.isEmpty()
                ? ok("every queue on which a worker listens has had jobs")
                : ok("workers listen on " + named(unfed.stream().sorted().toList(), name -> name)
                        + ", where no job has ever been put" + rest(census));
    }

    private static Judgement suspended(Census census) {
        return census.suspended()
                ? problem("workers were told to pause (rq:suspended)", "rq resume --url … lets them go on.")
                : ok("workers were not told to pause");
    }

    private static Judgement scheduler(NodeReading node) {
        return node.see(Part.CENSUS).judge(census -> {
            List<Queue> stuck = census.queues().stream()
                    .filter(queue -> queue.scheduled() > 0 && !queue.scheduler())
                    .toList();
            String fix = "Start one worker of each such queue with --with-scheduler.";
            if (!stuck.isEmpty()) {
                String evidence = "no scheduler serves "
                        + named(
                                stuck,
                                queue -> queue.name() + " (" + queue.scheduled() + " jobs with a time, " + queue.due()
                                        + " of them overdue)");
                boolean overdue = stuck.stream().anyMatch(queue -> queue.due() > 0);
                return overdue ? problem(evidence, fix) : warning(evidence, fix);
            }
            Set<String> served = census.queues().stream()
                    .filter(Queue::scheduler)
                    .map(Queue::name)
                    .collect(Collectors.toSet());
            Seen<List<JobSample>> jobs = node.see(Part.JOBS);
            List<String> patient = !jobs.isThere()
                    ? List.of()
                    : jobs.get().stream()
                            .filter(sample -> sample.patient() > 0 && !served.contains(sample.queue()))
                            .map(JobSample::queue)
                            .toList();
            return patient.isEmpty()
                    ? ok("each queue whose jobs have a time has a scheduler")
                    : warning(
                            "jobs of " + named(patient, name -> name)
                                    + " wait before they are repeated, and no scheduler serves them",
                            fix);
        });
    }

    private static Judgement abandoned(Census census) {
        List<Queue> left =
                census.queues().stream().filter(queue -> queue.abandoned() > 0).toList();
        return left.isEmpty()
                ? ok("no job was left by a worker that died")
                : warning(
                        "workers died over jobs of "
                                + named(left, queue -> queue.name() + " (" + queue.abandoned() + " jobs)"),
                        "The next worker of the queue sets them aside as failed, or repeats them, within 10 minutes; see why"
                                + " the others died (memory, timeouts of their platform).");
    }

    private static Judgement version(Census census) {
        List<String> versions = census.workers().stream()
                .filter(Worker::alive)
                .map(Worker::version)
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .toList();
        if (versions.isEmpty()) {
            return census.workersAlive() == 0
                    ? ok("no worker lives here")
                    : couldNotSee("the workers do not say which RQ they run");
        }
        List<String> old = versions.stream().filter(WorkerChecks::isOld).toList();
        return old.isEmpty()
                ? ok("RQ " + named(versions, it -> it))
                : warning(
                        "RQ " + named(old, it -> it) + " is older than what Holdfast is tried with",
                        "Upgrade to RQ 1.13 or later; 1.16.2 and later are tried at each release.");
    }

    private static boolean isOld(String version) {
        String[] parts = version.split("\\.", -1);
        try {
            return parts.length >= 2 && Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]) < 1013;
        } catch (NumberFormatException word) {
            return false;
        }
    }

    private static Judgement oldest(Census census) {
        Optional<Queue> slowest = census.queues().stream()
                .filter(queue -> queue.oldest().isPresent())
                .max(Comparator.comparing(queue -> queue.waited(census.at()).orElse(Duration.ZERO)));
        if (slowest.isEmpty()) {
            return ok("no job waits");
        }
        Duration waited = slowest.get().waited(census.at()).orElse(Duration.ZERO);
        String evidence = "the job that is next on " + slowest.get().name() + " has waited for "
                + Amounts.roughly(waited) + rest(census);
        String fix = "Start more workers, or see what those of this queue are busy with (rq info).";
        if (waited.compareTo(MUCH_TOO_LATE) >= 0) {
            return problem(evidence, fix);
        }
        return waited.compareTo(LATE) >= 0 ? warning(evidence, fix) : ok(evidence);
    }

    private static String rest(Census census) {
        return census.complete() ? "" : " (only " + Census.MOST + " queues and workers were looked at)";
    }
}
