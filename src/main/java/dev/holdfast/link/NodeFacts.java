package dev.holdfast.link;

/**
 * What a node said of itself when its link was opened.
 *
 * @param run {@code run_id} of {@code INFO server}: another one after every restart; empty where INFO is denied
 * @param version {@code redis_version}; empty where INFO is denied
 * @param dataset the value of {@code holdfast:node}: the same as long as the data is the same, wherever it is served
 * @param clockOffsetMicros microseconds since the epoch on the node's clock, less our monotonic clock's microseconds
 */
record NodeFacts(String run, String version, String dataset, long clockOffsetMicros) {}
