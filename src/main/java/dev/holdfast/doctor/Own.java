package dev.holdfast.doctor;

import dev.holdfast.spool.SpoolState;
import java.util.List;

/**
 * What the service has around it.
 *
 * @param open what of its directories others than their owner may enter, read or write
 * @param disk where jobs lie that no Redis takes
 * @param spool those jobs
 * @param heap this process's memory
 * @param files this process's file descriptors
 */
record Own(Seen<List<String>> open, Seen<Share> disk, Seen<SpoolState> spool, Seen<Share> heap, Seen<Share> files) {

    static Own unseen(String why) {
        return new Own(Seen.not(why), Seen.not(why), Seen.not(why), Seen.not(why), Seen.not(why));
    }

    /**
     * How much there is of something, and how much there may be.
     *
     * @param bound what must stay free, or may be used at most
     */
    record Share(long amount, long bound) {}
}
