package dev.holdfast.testing;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A standby's twin in memory, with the same contract; it writes down what happened to its jobs. */
public final class InMemoryJobSource implements JobSource {

    private static final String ARRIVED = "arrived ";

    private final LongSupplier nanoTime;
    private final Map<JobId, Job> stranded = new LinkedHashMap<>();
    private final Map<JobId, Claim> claims = new LinkedHashMap<>();
    private final List<String> events = new ArrayList<>();
    private final List<JobId> taken = new ArrayList<>();
    private final List<Claim> revoked = new ArrayList<>();
    private int tokens;
    private boolean maybeForgotten;
    private boolean away;

    public InMemoryJobSource(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public synchronized void strand(Job... jobs) {
        for (Job job : jobs) {
            stranded.put(job.id(), job);
        }
    }

    /** From now on nothing proves any more that a job was not placed before. */
    public synchronized void proofsFade() {
        maybeForgotten = true;
    }

    /** A worker of this place takes a job. */
    public synchronized void take(JobId id) {
        stranded.remove(id);
        taken.add(id);
    }

    /** All that is claimed now has been taken back. */
    public synchronized void revokeAll() {
        revoked.addAll(claims.values());
    }

    @Override
    public synchronized boolean isRevoked(Claim claim) {
        return revoked.contains(claim);
    }

    /** From now on nothing is answered, and nothing that is asked happens. */
    public synchronized void goAway() {
        away = true;
    }

    /** How often somebody wanted jobs of this place. */
    public synchronized int askedForJobs() {
        return tokens;
    }

    /** How jobs left, or came to wait again, such as {@code finished a}. */
    public synchronized List<String> events() {
        return events.stream().filter(event -> !event.startsWith(ARRIVED)).toList();
    }

    /** All that this place was told, such as {@code arrived a}. */
    public synchronized List<String> everything() {
        return List.copyOf(events);
    }

    @Override
    public synchronized List<Claim> claim(int max, Duration lease) {
        if (away) {
            return List.of();
        }
        String token = "token-" + tokens++;
        List<Claim> claimed = new ArrayList<>();
        for (Job job : stranded.values()) {
            @Nullable Claim before = claims.get(job.id());
            if (claimed.size() < max && (before == null || before.lease().hasPassed())) {
                claimed.add(new Claim(job, Deadline.in(lease, nanoTime), token, before != null, maybeForgotten));
            }
        }
        claimed.forEach(claim -> claims.put(claim.job().id(), claim));
        return claimed;
    }

    @Override
    public synchronized void arrived(Collection<Claim> arrived) {
        arrived.forEach(claim -> events.add(ARRIVED + claim.job().id()));
    }

    @Override
    public synchronized void finish(Collection<Claim> finished) {
        end("finished", finished);
    }

    @Override
    public synchronized void setAside(Claim odd, String why) {
        end("set aside for " + why, List.of(odd));
    }

    private void end(String how, Collection<Claim> ended) {
        for (Claim claim : away ? List.<Claim>of() : ended) {
            JobId id = claim.job().id();
            events.add(how + " " + id);
            claims.remove(id);
            stranded.remove(id);
        }
    }

    @Override
    public synchronized void release(Collection<Claim> released) {
        for (Claim claim : away ? List.<Claim>of() : released) {
            @Nullable Claim current = claims.get(claim.job().id());
            if (current != null && current.token().equals(claim.token())) {
                events.add("released " + claim.job().id());
                claims.remove(claim.job().id());
            }
        }
    }

    @Override
    public synchronized OptionalLong count() {
        return away ? OptionalLong.empty() : OptionalLong.of(stranded.size());
    }

    @Override
    public synchronized List<JobId> taken() {
        List<JobId> all = List.copyOf(taken);
        taken.clear();
        return all;
    }
}
