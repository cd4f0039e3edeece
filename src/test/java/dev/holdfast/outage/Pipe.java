package dev.holdfast.outage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Carries the bytes of one direction of a connection, as the weather allows. */
final class Pipe {

    enum Direction {
        REQUESTS,
        REPLIES
    }

    private final Direction direction;
    private final InputStream from;
    private final OutputStream to;
    private final Weather weather;
    private Fault cutBy = Fault.none();
    private volatile boolean swallowed;

    Pipe(Direction direction, InputStream from, OutputStream to, Weather weather) {
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.weather = weather;
    }

    /** Whether bytes are missing: what came now would be taken for the answer to what was swallowed. */
    boolean hasSwallowed() {
        return swallowed;
    }

    /** Carries until the sender has ended; throws when the connection breaks. */
    void carryAll() throws IOException, InterruptedException {
        byte[] buffer = new byte[64 * 1024];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            int carried = 0;
            while (carried < length) {
                carried += carry(weather.now(), buffer, carried, length - carried);
            }
        }
    }

    /** Returns how many bytes are done with; 0: they wait for other weather. */
    private int carry(Fault fault, byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        return switch (fault.kind()) {
            case NONE -> {
                cutBy = fault;
                yield write(bytes, offset, length);
            }
            case DELAY -> {
                weather.awaitOtherThan(fault, fault.delay());
                yield write(bytes, offset, length);
            }
            case BLACK_HOLE -> hold(fault);
            case SWALLOWED_REPLIES -> isRequests() ? write(bytes, offset, length) : swallow(length);
            case SWALLOWED_REQUESTS -> isRequests() ? swallow(length) : write(bytes, offset, length);
            case HALF_REPLIES_THEN_SILENCE -> {
                if (isRequests()) {
                    yield write(bytes, offset, length);
                }
                yield fault.equals(cutBy) ? hold(fault) : half(fault, bytes, offset, length);
            }
            case HALF_REPLIES_THEN_RESET -> {
                if (isRequests()) {
                    yield write(bytes, offset, length);
                }
                if (fault.equals(cutBy)) {
                    throw new IOException("half a reply was all");
                }
                yield half(fault, bytes, offset, length);
            }
            case RESET -> throw new IOException("reset");
        };
    }

    private boolean isRequests() {
        return direction == Direction.REQUESTS;
    }

    private int write(byte[] bytes, int offset, int length) throws IOException {
        to.write(bytes, offset, length);
        return length;
    }

    private int hold(Fault fault) throws InterruptedException {
        weather.awaitOtherThan(fault);
        return 0;
    }

    private int swallow(int length) {
        swallowed = true;
        return length;
    }

    private int half(Fault fault, byte[] bytes, int offset, int length) throws IOException {
        cutBy = fault;
        return write(bytes, offset, Math.min(length, fault.replyBytes()));
    }
}
