package dev.holdfast.enqueue;

import java.io.IOException;
import java.util.List;

/** Where the answers to a batch are written, in its order. For one thread. */
interface Outcomes {

    /** Takes the answers to the next items. */
    void write(List<Answer> answers) throws IOException;

    /** What was taken goes on its way now. */
    void flush() throws IOException;

    /** There are no more. */
    void end() throws IOException;
}
