package dev.holdfast.doctor;

import dev.holdfast.rq.Serializer;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a few jobs of one queue have in common or not; nothing of what they carry.
 *
 * @param queue its name
 * @param written by which serializers their calls are written, one for each job that could be told
 * @param ttl the shortest time that one of them waits before it is dropped, in seconds; empty if they wait for ever
 * @param waiting how many of them wait, the others have failed
 * @param patient how many are to be repeated after a pause when they fail
 * @param unread how many of the failed say that their call could not be read
 */
record JobSample(String queue, List<Serializer> written, OptionalLong ttl, int waiting, int patient, int unread) {

    /** How many of them were written by another serializer than this. */
    long others(Serializer expected) {
        return written.stream().filter(it -> it != expected).count();
    }
}
