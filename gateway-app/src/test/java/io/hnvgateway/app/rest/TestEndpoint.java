package io.hnvgateway.app.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hnvgateway.app.access.AccessFixture;
import io.hnvgateway.app.access.KeyAndChain;
import io.hnvgateway.app.api.Api;
import io.hnvgateway.app.api.ApiAnswer;
import io.hnvgateway.app.api.ApiRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// An endpoint on the loopback, with an Api that tells what it was asked.
final class TestEndpoint implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    final AccessFixture access;
    final List<ApiRequest> asked = new CopyOnWriteArrayList<>();
    volatile Api api = TestEndpoint::tell;
    private final RestServer server;

    private TestEndpoint(AccessFixture access, RestLimits limits, @Nullable Api api)
            throws IOException, GeneralSecurityException {
        this.access = access;
        InetSocketAddress loopback =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        RestEndpoint endpoint =
                RestEndpoint.of(
                        URI.create("https://127.0.0.1:" + loopback.getPort()),
                        loopback.getAddress());
        server =
                endpoint.open(
                        access.access().tls(endpoint.names(), null),
                        access.access(),
                        limits,
                        api == null ? this::answer : api,
                        HealthSource.PROCESS,
                        out -> out.write("hnv_up 1\n".getBytes(US_ASCII)));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static TestEndpoint in(Path directory) throws IOException, GeneralSecurityException {
        return in(directory, RestLimits.of(1L << 30));
    }

    static TestEndpoint in(Path directory, RestLimits limits)
            throws IOException, GeneralSecurityException {
        return new TestEndpoint(AccessFixture.in(directory), limits, null);
    }

    /// One in front of an Api of the test's.
    static TestEndpoint of(AccessFixture access, Api api)
            throws IOException, GeneralSecurityException {
        return new TestEndpoint(access, RestLimits.of(1L << 30), api);
    }

    private ApiAnswer answer(ApiRequest request) {
        asked.add(request);
        return api.answer(request);
    }

    private static ApiAnswer tell(ApiRequest request) {
        String text = request.caller().name() + " " + request.body().length;
        return new ApiAnswer(200, Map.of("content-type", "text/plain"), text.getBytes(US_ASCII));
    }

    int port() {
        return server.port();
    }

    URI uri(String path) {
        return URI.create("https://127.0.0.1:" + port() + path);
    }

    SSLContext trust(@Nullable KeyAndChain client) throws GeneralSecurityException, IOException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("authority", access.authority());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (client != null) {
            own.setKeyEntry(
                    "client",
                    client.key(),
                    new char[0],
                    client.chain().toArray(Certificate[]::new));
        }
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    HttpClient client(HttpClient.Version version, @Nullable KeyAndChain certificate)
            throws GeneralSecurityException, IOException {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(trust(certificate))
                .connectTimeout(Duration.ofMillis(TIMEOUT_MS))
                .build();
    }

    HttpResponse<String> get(HttpClient client, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMillis(TIMEOUT_MS));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// A TLS connection of HTTP/1.1 on which the test writes what it likes.
    SSLSocket socket() throws GeneralSecurityException, IOException {
        SSLSocket socket =
                (SSLSocket) trust(null).getSocketFactory().createSocket("127.0.0.1", port());
        socket.setSoTimeout(TIMEOUT_MS);
        socket.startHandshake();
        return socket;
    }

    /// Everything that comes back until the endpoint closes.
    String exchange(String text) throws GeneralSecurityException, IOException {
        try (SSLSocket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
