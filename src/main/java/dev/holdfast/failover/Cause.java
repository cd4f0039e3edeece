package dev.holdfast.failover;

/** The causes of a change that are not a node's refusal. */
final class Cause {

    static final String START = "start";
    static final String CONNECTING = "connecting";
    static final String FIRST_VALID = "first_valid";
    static final String RECOVERED = "recovered";
    static final String PROMOTED = "promoted";
    static final String OPERATOR = "operator";
    static final String TWO_MASTERS = "two_masters";

    private Cause() {}
}
