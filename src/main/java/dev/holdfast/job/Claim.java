package dev.holdfast.job;

/**
 * A stranded job that this service may bring home until the lease ends.
 *
 * @param lease nothing may be placed from this claim afterwards: by then it may be somebody else's
 * @param token tells this claim of the job from earlier and later ones
 * @param claimedBefore whether an earlier claim ran out, whose holder may have placed the job: then "not written" says
 *     only what this service did, and the job must not be let go where a worker could take it
 * @param maybeForgotten whether the job may have been placed and run before, so long ago that the proof of it has expired:
 *     if it is placed now, it may run twice
 */
public record Claim(Job job, Deadline lease, String token, boolean claimedBefore, boolean maybeForgotten) {}
