package io.hnvgateway.app.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.access.Role;
import io.hnvgateway.app.api.ApiAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What one caller that is known may take from others.
@Timeout(60)
class CallersNetTest {
    private static final RestLimits SMALL =
            new RestLimits(
                    40,
                    8,
                    64,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(10),
                    4 << 20,
                    32 << 20);

    @TempDir private Path directory;
    private TestEndpoint endpoint;
    private String administrator = "";
    private String reader = "";

    @BeforeEach
    void open() throws Exception {
        endpoint = TestEndpoint.in(directory, SMALL);
        administrator = "Bearer " + endpoint.access.token(Role.ADMINISTRATOR);
        reader =
                "Bearer "
                        + endpoint.access.token(
                                "reader", Role.TENANT_READER, Set.of(UUID.randomUUID()));
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    private HttpRequest request(String who, String method, byte[] body) {
        return HttpRequest.newBuilder(endpoint.uri("/x"))
                .header("Authorization", who)
                .method(method, BodyPublishers.ofByteArray(body))
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    private long auditLines() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.list(directory.resolve("audit"))) {
            for (Path file : files.toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        return lines;
    }

    @Test
    void whoMayChangeNothingDoesNotFillTheAuditLog() throws Exception {
        endpoint.api = _ -> new ApiAnswer(403, Map.of(), new byte[0]);
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_2, null)) {
            for (int i = 0; i < 100; i++) {
                client.send(request(reader, "PUT", new byte[2]), BodyHandlers.discarding());
            }
        }
        assertThat(auditLines()).isBetween(1L, 25L);
    }

    @Test
    void longBodiesAreForWhoMayChangeSomething() throws Exception {
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_2, null)) {
            byte[] body = new byte[100_000];
            assertThat(
                            client.send(request(reader, "POST", body), BodyHandlers.discarding())
                                    .statusCode())
                    .isEqualTo(413);
            assertThat(
                            client.send(
                                            request(administrator, "POST", body),
                                            BodyHandlers.ofString())
                                    .body())
                    .isEqualTo("administrator 100000");
        }
    }

    @Test
    void aCallerHasFewRequestsUnderWay() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        endpoint.api =
                request -> {
                    if (!request.caller().mayChange()) {
                        await(end);
                    }
                    return new ApiAnswer(200, Map.of(), new byte[0]);
                };
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_2, null)) {
            endpoint.get(client, "/x", "Authorization", administrator); // one connection for all
            List<CompletableFuture<HttpResponse<Void>>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(
                        client.sendAsync(
                                request(reader, "GET", new byte[0]), BodyHandlers.discarding()));
            }
            CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new))
                    .get(10, TimeUnit.SECONDS);
            assertThat(
                            client.send(
                                            request(administrator, "GET", new byte[0]),
                                            BodyHandlers.discarding())
                                    .statusCode())
                    .isEqualTo(200);
            end.countDown();
            List<Integer> came = new ArrayList<>();
            for (CompletableFuture<HttpResponse<Void>> one : all) {
                came.add(one.get(10, TimeUnit.SECONDS).statusCode());
            }
            assertThat(came).containsOnly(200, 429);
            assertThat(endpoint.get(client, "/x", "Authorization", reader).statusCode())
                    .isEqualTo(200);
        } finally {
            end.countDown();
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoDoesNotTakeAnAnswerGetsNoOther() throws Exception {
        byte[] long8 = new byte[8 << 20];
        endpoint.api = _ -> new ApiAnswer(200, Map.of(), long8);
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_1_1, null)) {
            try (Socket slow = slow()) {
                assertThat(slow.getInputStream().read()).isEqualTo('H');
                assertThat(endpoint.get(client, "/x", "Authorization", reader).statusCode())
                        .isEqualTo(503);
                assertThat(endpoint.get(client, "/x", "Authorization", administrator).statusCode())
                        .isEqualTo(200);
            }
            int status = 503;
            while (status == 503) {
                status = endpoint.get(client, "/x", "Authorization", reader).statusCode();
            }
            assertThat(status).isEqualTo(200);
        }
    }

    /// Has asked, and takes nothing.
    private Socket slow() throws IOException, GeneralSecurityException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8192);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()));
        return asking(socket, "Connection: close\r\n");
    }

    private SSLSocket asking(Socket socket, String more)
            throws IOException, GeneralSecurityException {
        SSLSocket tls =
                (SSLSocket)
                        endpoint.trust(null)
                                .getSocketFactory()
                                .createSocket(socket, "127.0.0.1", endpoint.port(), true);
        tls.setSoTimeout(20_000);
        tls.getOutputStream()
                .write(
                        "GET /x HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: %s\r\n%s\r\n"
                                .formatted(endpoint.port(), reader, more)
                                .getBytes(US_ASCII));
        return tls;
    }

    @Test
    void whatClientsAskedForThatWentIsOver() throws Exception {
        endpoint.api =
                _ -> {
                    awaitBriefly();
                    return new ApiAnswer(200, Map.of(), new byte[100_000]);
                };
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_2, null)) {
            endpoint.get(client, "/x", "Authorization", administrator);
            for (int i = 0; i < 30; i++) {
                try (Socket gone = slow()) {
                    assertThat(gone.isConnected()).isTrue();
                }
                client.sendAsync(request(reader, "GET", new byte[0]), BodyHandlers.discarding())
                        .cancel(true);
            }
            int status = 429;
            while (status == 429) {
                status = endpoint.get(client, "/x", "Authorization", reader).statusCode();
            }
            assertThat(status).isEqualTo(200);
        }
    }

    private static void awaitBriefly() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCallerThatHoldsConnectionsOpenKeepsNobodyElseOut() throws Exception {
        List<Socket> held = new ArrayList<>();
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_2, null)) {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket();
                socket.bind(
                        new InetSocketAddress(InetAddress.getByName("127.0.0." + (10 + i / 8)), 0));
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()));
                SSLSocket tls = asking(socket, "");
                held.add(tls);
                assertThat(tls.getInputStream().read()).isEqualTo('H');
            }
            assertThat(endpoint.get(client, "/x", "Authorization", administrator).statusCode())
                    .isEqualTo(200);
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void anErrorOfTheProgramIsAnsweredAtOnce() throws Exception {
        endpoint.api =
                _ -> {
                    throw new StackOverflowError("of a test");
                };
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_2, null)) {
            assertThat(endpoint.get(client, "/x", "Authorization", reader).statusCode())
                    .isEqualTo(500);
        }
    }
}
