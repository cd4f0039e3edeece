package dev.holdfast.redis;

import dev.holdfast.job.GroupName;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Start;
import dev.holdfast.job.Terms;
import dev.holdfast.rq.QueueKeys;
import dev.holdfast.rq.RqKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code place.lua} is told of one job: its keys and arguments, in the order in which the script names them. */
record PlaceCall(List<byte[]> keys, List<byte[]> arguments) {

    private static final byte[] BEHIND = {'R'};
    private static final byte[] BEFORE = {'L'};
    private static final byte[] YES = {'1'};
    private static final byte[] NO = {'0'};
    private static final byte[] EMPTY = {};
    private static final byte[] QUEUES = bytes(RqKeys.queues());
    private static final byte[] STRAYS = bytes(RqKeys.strays());
    private static final byte[] CLAIMS = bytes(RqKeys.claims());

    /** @param strays whether it is written down that the job lies here, so that it can be brought home later */
    static PlaceCall of(Job job, boolean strays) {
        QueueKeys queue = new QueueKeys(job.queue().value());
        List<byte[]> keys = new ArrayList<>(8);
        keys.add(bytes(RqKeys.job(job.id())));
        keys.add(bytes(queue.waiting()));
        keys.add(QUEUES);
        keys.add(bytes(RqKeys.done(job.proof())));
        keys.add(bytes(RqKeys.dependents(job.id())));
        keys.add(bytes(RqKeys.dependencies(job.id())));
        keys.add(bytes(queue.workers()));
        if (strays) {
            keys.add(STRAYS);
            keys.add(CLAIMS);
        }
        List<byte[]> arguments = new ArrayList<>(job.hash().size() + 7);
        arguments.add(bytes(job.id().value()));
        arguments.add(bytes(job.fingerprint().value()));
        arguments.add(seconds(job.remembered()));
        arguments.add(job.atFront() ? BEFORE : BEHIND);
        arguments.add(seconds(job.ttl()));
        arguments.add(strays ? YES : NO);
        if (isPlain(job.terms())) {
            arguments.add(NO);
        } else {
            addTerms(job, queue, keys, arguments);
        }
        arguments.addAll(job.hash());
        return new PlaceCall(keys, arguments);
    }

    private static boolean isPlain(Terms terms) {
        return terms.start() instanceof Start.Now && terms.group() == null && terms.proof() == null;
    }

    private static void addTerms(Job job, QueueKeys queue, List<byte[]> keys, List<byte[]> arguments) {
        Start start = job.terms().start();
        GroupName group = job.terms().group();
        keys.add(bytes(queue.scheduled()));
        keys.add(bytes(queue.schedulerLock()));
        keys.add(bytes(queue.deferred()));
        keys.add(bytes(RqKeys.groups()));
        keys.add(bytes(group == null ? RqKeys.groups() : RqKeys.group(group)));
        List<JobId> parents = job.terms().parents();
        arguments.add(bytes(Integer.toString(3 + parents.size())));
        arguments.add(
                start instanceof Start.At at ? bytes(Long.toString(at.due().getEpochSecond())) : EMPTY);
        arguments.add(group == null ? EMPTY : bytes(group.value()));
        arguments.add(bytes(letters(job)));
        for (JobId parent : parents) {
            keys.add(bytes(RqKeys.job(parent)));
            keys.add(bytes(RqKeys.dependents(parent)));
            keys.add(bytes(RqKeys.done(parent)));
            arguments.add(bytes(parent.value()));
        }
    }

    private static String letters(Job job) {
        String letters = job.proof().equals(job.id()) ? "" : "e";
        if (job.terms().start() instanceof Start.After after) {
            letters += (after.allowFailure() ? "a" : "") + (after.missingAreMet() ? "m" : "");
        }
        return letters;
    }

    private static byte[] seconds(@Nullable Duration duration) {
        return duration == null ? EMPTY : bytes(Long.toString(duration.toSeconds()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
