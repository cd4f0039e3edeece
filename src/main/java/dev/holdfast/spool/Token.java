package dev.holdfast.spool;

import dev.holdfast.job.Claim;

/** Which claim of which row. */
record Token(long seq, long claim) {

    static Token of(Claim claim) {
        int colon = claim.token().indexOf(':');
        return new Token(
                Long.parseLong(claim.token().substring(0, colon)),
                Long.parseLong(claim.token().substring(colon + 1)));
    }

    @Override
    public String toString() {
        return seq + ":" + claim;
    }
}
