package dev.holdfast.job;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * A place where accepted jobs are stranded and from which they are brought home. For one thread.
 *
 * <p>Whatever the place does (hang, refuse, break off) is no exception: nothing is claimed then, and a claim that is
 * neither finished nor released, because this service has died, say, runs out by itself. Its job is then offered again
 * under the same id.
 */
public interface JobSource {

    /**
     * Claims some of the jobs that wait here, oldest first: until its lease ends, nobody else is offered a claimed job,
     * and no worker takes it from here.
     *
     * @param max at most so many; fewer, or none, says nothing about how many are left
     */
    List<Claim> claim(int max, Duration lease);

    /**
     * Notes that jobs are in their new place, though not yet safe there: whatever happens now, they must not be let go to
     * another one. A place that is told so anyway, by the claim, need not note it.
     */
    default void arrived(Collection<Claim> claims) {}

    /** Whether a claim counts no more, since its job was taken back meanwhile: nothing may be placed from it. */
    default boolean isRevoked(Claim claim) {
        return false;
    }

    /** Forgets jobs that are safe in their new place; a claim that has run out meanwhile is no obstacle. */
    void finish(Collection<Claim> claims);

    /**
     * Lets jobs wait here again that were definitely not written anywhere else; what is somebody else's by now stays so.
     *
     * @param claims in the order in which they were claimed
     */
    void release(Collection<Claim> claims);

    /**
     * Lets jobs wait that were definitely not written anywhere else, and will not be for a while: what they wait for has
     * to happen first. They are offered again later, behind those that may be brought home now. A place that does nothing
     * offers them again when their claims run out.
     */
    default void postpone(Collection<Claim> claims) {}

    /**
     * Keeps a job for an operator to look at, which will never be taken as it is.
     *
     * @param why a word for the reason, such as {@code conflict}
     */
    void setAside(Claim claim, String why);

    /** How many jobs are stranded here, claimed ones included; empty if the place does not say. */
    OptionalLong count();

    /**
     * The ids that claiming has come across since this was last asked and that are not stranded any more, because a
     * worker of this place has taken them.
     */
    List<JobId> taken();
}
