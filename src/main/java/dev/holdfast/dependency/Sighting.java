package dev.holdfast.dependency;

/** What is known of a parent at the places that a node cannot see. */
public enum Sighting {
    /** It neither waits nor runs at any of them. */
    NOWHERE,
    /** One of them could not be asked. */
    UNSURE,
    /** It waits or runs at one of them. */
    THERE
}
