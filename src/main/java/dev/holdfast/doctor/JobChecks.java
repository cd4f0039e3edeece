package dev.holdfast.doctor;

import static dev.holdfast.doctor.Judgement.ok;
import static dev.holdfast.doctor.Judgement.problem;
import static dev.holdfast.doctor.Judgement.warning;

import dev.holdfast.job.QueueName;
import dev.holdfast.rq.RqSettings;
import dev.holdfast.rq.Serializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether workers can read what waits for them, and get at it before it is dropped. */
final class JobChecks {

    /** Shorter than this, jobs are gone before anybody has mended anything. */
    static final Duration OUTAGE = Duration.ofHours(1);

    private static final int NAMED = 5;

    private JobChecks() {}

    /** @param rq what this service takes the workers to be */
    static List<Check> all(RqSettings rq) {
        return List.of(
                Check.ofNode("workers-ttl", Group.WORKERS, JobChecks::ttl),
                Check.ofNode(
                        "workers-serializer",
                        Group.WORKERS,
                        node -> node.see(Part.JOBS).judge(samples -> serializer(samples, rq))));
    }

    private static Judgement ttl(NodeReading node) {
        return node.see(Part.JOBS).judge(samples -> {
            List<JobSample> hasty = samples.stream()
                    .filter(sample -> sample.ttl().isPresent() && sample.ttl().getAsLong() < OUTAGE.toSeconds())
                    .toList();
            OptionalLong all = samples.stream()
                    .map(JobSample::ttl)
                    .filter(OptionalLong::isPresent)
                    .mapToLong(OptionalLong::getAsLong)
                    .min();
            return hasty.isEmpty()
                    ? ok("the jobs that were looked at wait "
                            + (all.isPresent() ? all.getAsLong() + " s or longer" : "for ever"))
                    : warning(
                            "jobs of "
                                    + named(
                                            hasty,
                                            sample -> sample.queue() + " ("
                                                    + sample.ttl().orElse(0) + " s)")
                                    + " are dropped in silence when they wait for longer",
                            "Send no ttl, or one longer than an outage: it counts while Redis and workers are away.");
        });
    }

    private static Judgement serializer(List<JobSample> samples, RqSettings rq) {
        List<String> odd = new ArrayList<>();
        int unread = 0;
        int looked = 0;
        for (JobSample sample : samples) {
            unread += sample.unread();
            looked += sample.written().size();
            if (QueueName.objection(sample.queue()) == null) {
                Serializer expected = rq.serializerOf(new QueueName(sample.queue()));
                long others = sample.others(expected);
                if (others > 0) {
                    odd.add(sample.queue() + " (" + others + " of "
                            + sample.written().size() + " are not "
                            + expected.name().toLowerCase(Locale.ROOT) + ")");
                }
            }
        }
        String fix =
                "Start the workers with the serializer of the jobs (--serializer rq.serializers.JSONSerializer), and"
                        + " set HOLDFAST_RQ_SERIALIZER, or that of the queue, to the same.";
        if (unread > 0) {
            return problem(
                    unread + " of the failed jobs that were looked at could not be read by their worker"
                            + (odd.isEmpty() ? "" : "; " + named(odd, it -> it)),
                    fix);
        }
        return odd.isEmpty()
                ? ok(looked + " jobs were looked at, all written as this service takes the workers to read them")
                : warning(named(odd, it -> it) + ": somebody else writes them, or this service is set otherwise", fix);
    }

    /** The first of them, in words. */
    static <T> String named(List<T> all, Function<T, String> name) {
        String first = all.stream().limit(NAMED).map(name).collect(Collectors.joining(", "));
        return all.size() > NAMED ? first + " and " + (all.size() - NAMED) + " more" : first;
    }
}
