package io.hnvgateway.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.app.access.AccessFixture;
import io.hnvgateway.app.access.KeyAndChain;
import io.hnvgateway.app.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Floods of frames, old versions of TLS, and certificates that have ended.
class RestFloodNetTest {
    private static final int MANY = 100_000;
    private static final int SOON = 500;
    private static final long END_MS = 20_000;

    @TempDir private static Path directory;
    private static TestEndpoint endpoint;
    private static String bearer = "";

    @BeforeAll
    static void open() throws Exception {
        endpoint =
                TestEndpoint.in(
                        directory, RestLimits.of(1L << 30).withQuiet(Duration.ofSeconds(60)));
        bearer = "Bearer " + endpoint.access.token(Role.ADMINISTRATOR);
    }

    @AfterAll
    static void close() {
        endpoint.close();
    }

    /// A frame, or some, of the n-th turn.
    @FunctionalInterface
    private interface Turn {
        void send(Http2Frames client, int stream) throws IOException;
    }

    private static byte[] get() {
        return Http2Frames.get("127.0.0.1:" + endpoint.port());
    }

    /// CVE-2023-44487.
    @Test
    void rapidResetsEndTheConnection() throws Exception {
        int asked = endpoint.asked.size();
        flood(
                endpoint,
                (client, stream) -> {
                    client.send(
                            Http2Frames.HEADERS,
                            Http2Frames.END_STREAM | Http2Frames.END_HEADERS,
                            stream,
                            get());
                    client.send(Http2Frames.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
                });
        assertThat(endpoint.asked).hasSize(asked);
    }

    /// CVE-2024-27316 and its like: a head that never ends, by large frames and by small ones.
    @ParameterizedTest
    @ValueSource(ints = {1, 16_000})
    void headsWithoutAnEndEndTheConnection(int bytes) throws Exception {
        byte[] more = new byte[bytes];
        Arrays.fill(more, (byte) 0x82);
        flood(endpoint, continuing(more));
    }

    private static Turn continuing(byte... more) {
        return (client, stream) -> {
            if (stream == 1) {
                client.send(Http2Frames.HEADERS, Http2Frames.END_STREAM, 1, get());
            }
            client.send(Http2Frames.CONTINUATION, 0, 1, more);
        };
    }

    /// They take no memory; they come to their end since no request is under way.
    @Test
    void framesThatAskNothingEndTheConnectionInTime(@TempDir Path own) throws Exception {
        RestLimits limits = RestLimits.of(1L << 30).withQuiet(Duration.ofSeconds(5));
        try (TestEndpoint impatient = TestEndpoint.in(own, limits)) {
            flood(impatient, (client, _) -> client.send(Http2Frames.PING, 0, 0, new byte[8]));
            flood(impatient, (client, _) -> client.send(Http2Frames.SETTINGS, 0, 0));
            flood(impatient, continuing());
        }
    }

    /// Sends until it is closed, which it is sooner than anybody who is only quiet; others are
    /// served all the same.
    private static void flood(TestEndpoint endpoint, Turn turn) throws Exception {
        int sent = 0;
        try (Http2Frames client = new Http2Frames(connect(endpoint))) {
            try {
                while (!client.isEnded() && sent < MANY) {
                    turn.send(client, 2 * sent++ + 1);
                    if (sent % SOON == 0) {
                        client.flush();
                        Thread.sleep(5); // what is sent must also be read
                    }
                }
                client.flush();
            } catch (IOException closed) {
                // as it should be
            }
            assertThat(client.ends(END_MS)).as("closed after " + sent).isTrue();
        }
        try (HttpClient other = endpoint.client(HttpClient.Version.HTTP_2, null)) {
            assertThat(endpoint.get(other, "/health/live").statusCode()).isEqualTo(200);
        }
    }

    private static SSLSocket connect(TestEndpoint endpoint) throws Exception {
        SSLSocket socket =
                (SSLSocket)
                        endpoint.trust(null)
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), endpoint.port());
        socket.setSoTimeout((int) END_MS);
        return socket;
    }

    /// The JDK's client refuses to speak them: SSL 3.0 to TLS 1.2.
    @ParameterizedTest
    @ValueSource(ints = {0x300, 0x301, 0x302, 0x303})
    void olderVersionsOfTlsAreToldSo(int version) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.setSoTimeout((int) END_MS);
            socket.getOutputStream().write(clientHello(version));
            byte[] answer = alert(socket.getInputStream());
            assertThat(answer[0]).as("an alert").isEqualTo((byte) 21);
            assertThat(answer[5]).as("fatal").isEqualTo((byte) 2);
            assertThat(answer[6]).as("protocol_version").isEqualTo((byte) 70);
        }
    }

    private static byte[] alert(InputStream in) throws IOException {
        byte[] answer = in.readNBytes(7);
        assertThat(answer).hasSize(7);
        return answer;
    }

    /// RFC 5246 §7.4.1.2, without extensions; with the AES suites that all of them know.
    private static byte[] clientHello(int version) {
        ByteBuffer hello = ByteBuffer.allocate(5 + 4 + 2 + 32 + 1 + 2 + 4 + 2);
        int body = hello.capacity() - 9;
        hello.put((byte) 22)
                .putShort((short) Math.min(version, 0x301))
                .putShort((short) (body + 4));
        hello.put((byte) 1).put((byte) 0).putShort((short) body);
        hello.putShort((short) version).put(new byte[32]).put((byte) 0);
        hello.putShort((short) 4).putShort((short) 0x2f).putShort((short) 0xc02f);
        hello.put((byte) 1).put((byte) 0);
        return hello.array();
    }

    @Test
    void aCertificateThatHasEndedIsNobodys() throws Exception {
        AccessFixture access = endpoint.access;
        KeyAndChain ended = access.expiredClient("late");
        access.know("late", Role.ADMINISTRATOR, ended);
        int asked = endpoint.asked.size();
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_1_1, ended)) {
            assertThatThrownBy(() -> endpoint.get(client, "/x")).isInstanceOf(IOException.class);
        }
        assertThat(endpoint.asked).hasSize(asked);
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_2, null)) {
            assertThat(endpoint.get(client, "/x", "Authorization", bearer).statusCode())
                    .isEqualTo(200);
        }
    }
}
