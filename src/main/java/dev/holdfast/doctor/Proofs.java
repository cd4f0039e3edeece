package dev.holdfast.doctor;

/**
 * The proofs that jobs were accepted, which outlive the jobs.
 *
 * @param looked how many keys were looked at
 * @param found how many of those are proofs
 * @param keys how many keys there are
 */
record Proofs(long looked, long found, long keys) {

    /** How many there are, as far as the sample tells. */
    long estimate() {
        return looked == 0 ? 0 : Math.round((double) found / looked * keys);
    }
}
