package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy in front of a server that says everything back. */
class TcpProxyTests {

    private static final int PATIENCE_MILLIS = 20_000;

    private ServerSocket echo;
    private TcpProxy proxy;
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        echo = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::echoAll);
        server.setDaemon(true);
        server.start();
        proxy = new TcpProxy(echo.getLocalPort());
        client = open();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        echo.close();
    }

    @Test
    void carriesBothWays() throws IOException {
        say("hello");

        assertThat(hear(5)).isEqualTo("hello");
    }

    @Test
    void tellsTheServerThatTheClientHasGone() throws IOException {
        say("hello");
        hear(5);

        client.close();

        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void carriesNothingThroughABlackHoleAndAllOfItAfterwards() throws IOException {
        proxy.becomes(Fault.blackHole());
        say("hello");

        assertMute(client);

        proxy.heal();
        assertThat(hear(5)).isEqualTo("hello");
    }

    @Test
    void acceptsAndIsMuteInABlackHole() throws IOException {
        proxy.becomes(Fault.blackHole());

        try (Socket late = open()) {
            say(late, "hello");
            assertMute(late);
            proxy.heal();
            assertThat(hear(late, 5)).isEqualTo("hello");
        }
    }

    @Test
    void resetsWhatIsOpenAndWhatIsNew() throws IOException {
        say("hello");
        hear(5);

        proxy.becomes(Fault.reset());

        assertThatThrownBy(() -> hear(1)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> {
                    try (Socket late = open()) {
                        hear(late, 1);
                    }
                })
                .isInstanceOf(SocketException.class);
        proxy.heal();
        try (Socket next = open()) {
            say(next, "hello");
            assertThat(hear(next, 5)).isEqualTo("hello");
        }
    }

    @Test
    void delaysEachWay() throws IOException {
        proxy.becomes(Fault.delay(Duration.ofMillis(40)));
        long start = System.nanoTime();

        say("hello");

        assertThat(hear(5)).isEqualTo("hello");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void swallowsRepliesAndResetsTheConnectionWhenItHeals() throws IOException {
        proxy.becomes(Fault.swallowedReplies());
        say("hello");
        assertMute(client);

        proxy.heal();

        assertThatThrownBy(() -> hear(1)).isInstanceOf(SocketException.class);
    }

    @Test
    void swallowsRequestsAndResetsTheConnectionWhenItHeals() throws IOException {
        proxy.becomes(Fault.swallowedRequests());
        say("hello");
        assertMute(client);

        proxy.heal();

        assertThatThrownBy(() -> hear(1)).isInstanceOf(SocketException.class);
    }

    @Test
    void carriesHalfAReplyThenNothingThenTheRest() throws IOException {
        proxy.becomes(Fault.halfRepliesThenSilence(2));
        say("hello");

        assertThat(hear(2)).isEqualTo("he");
        assertMute(client);

        proxy.heal();
        assertThat(hear(3)).isEqualTo("llo");
    }

    @Test
    void carriesHalfAReplyThenResets() throws IOException {
        proxy.becomes(Fault.halfRepliesThenReset(2));
        say("hello");

        assertThatThrownBy(() -> hear(5)).isInstanceOf(SocketException.class);
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void resetsAClientWhoseServerDoesNotListen() throws IOException {
        echo.close();

        try (Socket late = open()) {
            assertThatThrownBy(() -> hear(late, 1)).isInstanceOf(SocketException.class);
        }
    }

    private void echoAll() {
        while (!echo.isClosed()) {
            try {
                Socket caller = echo.accept();
                Thread server = new Thread(() -> echo(caller));
                server.setDaemon(true);
                server.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(Socket caller) {
        try (caller) {
            caller.getInputStream().transferTo(caller.getOutputStream());
        } catch (IOException gone) {
            // So is this thread.
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void assertMute(Socket socket) throws IOException {
        socket.setSoTimeout(200);
        assertThatThrownBy(() -> hear(socket, 1)).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    private void say(String text) throws IOException {
        say(client, text);
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String hear(int length) throws IOException {
        return hear(client, length);
    }

    private static String hear(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }
}
