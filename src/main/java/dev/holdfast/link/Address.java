package dev.holdfast.link;

/** A host and a port, as they stand in a URL. */
public record Address(String host, int port) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
