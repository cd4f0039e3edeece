package dev.holdfast.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One client of a {@link FakeRedis}: reads its commands one by one, and does with the connection what it is told. */
final class FakeRedisConnection implements Runnable {

    private final Socket socket;
    private final FakeRedisState state;
    private String withheld = "";

    FakeRedisConnection(Socket socket, FakeRedisState state) {
        this.socket = socket;
        this.state = state;
    }

    @Override
    public void run() {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Reaction.Ending ending = react(state.atTheDoor());
            while (ending == Reaction.Ending.OPEN) {
                ending = react(state.answer(command(in)));
            }
            if (ending == Reaction.Ending.RST) {
                reset();
            } else {
                if (ending == Reaction.Ending.FIN) {
                    socket.shutdownOutput();
                }
                // Closing with unread bytes would reset the connection.
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException gone) {
            // The client has left, or the test is over: nobody is there to be told.
            return;
        }
    }

    /** Closes the connection with RST. */
    void reset() throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException closedMeanwhile) {
            // The other side was quicker: nothing is left to reset.
        }
        socket.close();
    }

    private Reaction.Ending react(Reaction reaction) throws IOException {
        withheld += reaction.reply();
        if (reaction.ending() == Reaction.Ending.LATE) {
            return Reaction.Ending.OPEN;
        }
        socket.getOutputStream().write(withheld.getBytes(StandardCharsets.ISO_8859_1));
        withheld = "";
        return reaction.ending();
    }

    /** The words of the next command, one character for each byte. */
    private static List<String> command(InputStream in) throws IOException {
        int count = length(in, '*');
        List<String> words = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] word = in.readNBytes(length(in, '$'));
            in.skipNBytes(2);
            words.add(new String(word, StandardCharsets.ISO_8859_1));
        }
        return words;
    }

    private static int length(InputStream in, char kind) throws IOException {
        StringBuilder line = new StringBuilder();
        while (!line.toString().endsWith("\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the client has left");
            }
            line.append((char) next);
        }
        if (line.charAt(0) != kind) {
            throw new IllegalStateException("a client sent what is no command: " + line);
        }
        return Integer.parseInt(line.substring(1, line.length() - 2));
    }
}
