package dev.holdfast.reconcile;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;

/** What came of placing one batch of claims, in groups by what is to be done about it. */
final class Outcomes {

    /** A job that home will never take as it is. */
    record Odd(Claim claim, String why) {

        void tell(Logger log, WayHome way) {
            String words = claim.job().isWithdrawn()
                    ? "A job that was taken back stays as it is, Redis {} does not change it: way={} job={} reason={}"
                    : "A job is set aside, Redis {} will never take it: way={} job={} reason={}";
            log.atWarn()
                    .addKeyValue("job_id", claim.job().id().value())
                    .log(words, way.to().word(), way.word(), claim.job().id(), why);
        }
    }

    private static final Set<Reason> WAITING = Set.of(Reason.DEPENDENCY_ELSEWHERE, Reason.MOVING);

    private final Map<String, List<Claim>> home = new LinkedHashMap<>();
    private final List<Claim> placed = new ArrayList<>();
    private final List<Claim> duplicates = new ArrayList<>();
    private final List<Claim> withdrawn = new ArrayList<>();
    private final List<Claim> early = new ArrayList<>();
    private final List<Claim> notWritten = new ArrayList<>();
    private final List<Claim> inDoubt = new ArrayList<>();
    private final List<Odd> odd = new ArrayList<>();
    private Optional<Reason> trouble = Optional.empty();

    /** @param placements one for each claim, in their order */
    Outcomes(List<Claim> claims, List<Placement> placements) {
        for (int i = 0; i < claims.size(); i++) {
            sort(claims.get(i), placements.get(i));
        }
    }

    /** Those that are at home, by the run of the node that took them. */
    Map<String, List<Claim>> home() {
        return home;
    }

    List<Claim> placed() {
        return placed;
    }

    List<Claim> duplicates() {
        return duplicates;
    }

    /** Those that are to be nowhere, and for which home has answered. */
    List<Claim> withdrawn() {
        return withdrawn;
    }

    /** Those that have to wait for others: for parents that are not at home yet, for their own id, or for who moves them. */
    List<Claim> early() {
        return early;
    }

    List<Claim> notWritten() {
        return notWritten;
    }

    List<Claim> inDoubt() {
        return inDoubt;
    }

    List<Odd> odd() {
        return odd;
    }

    /** Why some are neither at home nor odd; empty if there are none. */
    Optional<Reason> trouble() {
        return trouble;
    }

    private void sort(Claim claim, Placement placement) {
        boolean unused = placement.<Boolean>fold(
                now -> here(claim, placed).add(claim) && home(now.run()).add(claim),
                before ->
                        here(claim, duplicates).add(claim) && home(before.run()).add(claim),
                // The job that has the id now will end, and make room.
                conflict -> conflict.over() == Placement.Conflict.Over.ID
                        ? early.add(claim)
                        : odd.add(new Odd(claim, "conflict")),
                nothing -> WAITING.contains(nothing.reason())
                        ? early.add(claim)
                        : notWritten.add(claim) && troubled(nothing.reason()),
                doubt -> inDoubt.add(claim) && troubled(doubt.reason()),
                refused -> odd.add(new Odd(claim, refused.reason().word())),
                // No place that jobs are brought to keeps them on a disk of ours.
                spooled -> inDoubt.add(claim),
                full -> notWritten.add(claim) && troubled(full.reason()));
    }

    private List<Claim> here(Claim claim, List<Claim> others) {
        return claim.job().isWithdrawn() ? withdrawn : others;
    }

    private boolean troubled(Reason reason) {
        trouble = Optional.of(reason);
        return true;
    }

    private List<Claim> home(String run) {
        return home.computeIfAbsent(run, first -> new ArrayList<>());
    }
}
