package io.hnvgateway.benchmarks.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Requests to the gateway's endpoint, over a connection that is kept.
final class TrustedHttps implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client;
    private final URI endpoint;
    private final String authorization;

    /// @param authority PEM: whose certificate the endpoint has
    /// @param token a file with it
    TrustedHttps(URI endpoint, Path authority, Path token)
            throws IOException, GeneralSecurityException {
        this.endpoint = endpoint;
        this.authorization = "Bearer " + Files.readString(token).strip();
        this.client = HttpClient.newBuilder().sslContext(trusting(authority)).build();
    }

    private static SSLContext trusting(Path authority)
            throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            anchors.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    HttpResponse<byte[]> put(String path, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder()
                        .header("content-type", "application/json")
                        .PUT(BodyPublishers.ofString(body)),
                path);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                client.send(
                        request.uri(endpoint.resolve(path))
                                .header("authorization", authorization)
                                .timeout(LIMIT)
                                .build(),
                        BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(
                    path
                            + ": "
                            + response.statusCode()
                            + " "
                            + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response;
    }

    @Override
    public void close() {
        client.close();
    }
}
