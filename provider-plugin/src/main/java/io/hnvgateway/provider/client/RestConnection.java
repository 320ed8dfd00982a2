package io.hnvgateway.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.spi.GatewayException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// Sends requests to one gateway, over connections that are kept. Any thread.
final class RestConnection implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final long MAX_ANSWER_BYTES = 64L << 20;

    private final URI endpoint;
    private final Optional<String> authorization;
    private final HttpClient client;
    private final Patience patience;
    private volatile boolean closed;

    RestConnection(URI endpoint, TlsTrust trust, Optional<String> bearer, Patience patience) {
        this.endpoint = endpoint;
        this.authorization = bearer.map(token -> "Bearer " + token);
        this.patience = patience;
        this.client =
                HttpClient.newBuilder()
                        .sslContext(trust.context())
                        .sslParameters(tls13())
                        .connectTimeout(CONNECT_LIMIT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    static SSLParameters tls13() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        return parameters;
    }

    /// @throws GatewayException whatever does not succeed
    RestReply send(RestRequest request) {
        String id = UUID.randomUUID().toString();
        byte @Nullable [] body = request.body() == null ? null : JsonText.compact(request.body());
        Patience.Attempts attempts = patience.start();
        while (true) {
            try {
                HttpResponse<byte[]> response = exchange(request, id, body);
                if (response.statusCode() / 100 == 2) {
                    return reply(request, response);
                }
                GatewayException refusal =
                        Refusals.of(request.asked(), response.statusCode(), response.body());
                if (!(refusal instanceof GatewayException.Busy)
                        || !attempts.waitAfter(retryAfter(response))) {
                    throw refusal;
                }
            } catch (IOException e) {
                judge(request, e);
                if (!waited(request, attempts)) {
                    throw new GatewayException.Unreachable(
                            request.asked() + ": " + endpoint + " " + reason(e), e);
                }
            } catch (InterruptedException e) {
                throw interrupted(request, e);
            }
        }
    }

    private boolean waited(RestRequest request, Patience.Attempts attempts) {
        try {
            return attempts.waitAfter(Optional.empty());
        } catch (InterruptedException e) {
            throw interrupted(request, e);
        }
    }

    private static GatewayException interrupted(RestRequest request, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new GatewayException.Cancelled(request.asked() + ": interrupted", e);
    }

    /// Throws what another attempt would not change.
    private void judge(RestRequest request, IOException e) {
        if (closed) {
            throw new GatewayException.Cancelled(request.asked() + ": the session is closed", e);
        }
        UntrustedException untrusted = UntrustedException.in(e);
        if (untrusted != null) {
            throw new GatewayException.Untrusted(
                    request.asked() + ": " + untrusted.getMessage(), e);
        }
    }

    private HttpResponse<byte[]> exchange(RestRequest request, String id, byte @Nullable [] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(endpoint.resolve(request.target()))
                        .header("accept", "application/json")
                        .header("x-ms-client-request-id", id);
        authorization.ifPresent(value -> builder.header("authorization", value));
        if (request.etag() != null) {
            builder.header("if-match", request.etag());
        }
        if (body != null) {
            builder.header("content-type", "application/json; charset=utf-8");
        }
        builder.method(
                request.method(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        return await(
                client.sendAsync(
                        builder.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES)),
                request.limit());
    }

    /// The limit holds for the whole answer, not only for its beginning.
    private static <T> T await(CompletableFuture<T> answer, Duration limit)
            throws IOException, InterruptedException {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("did not answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static RestReply reply(RestRequest request, HttpResponse<byte[]> response) {
        if (response.body().length == 0 || request.isOfHealth()) {
            return new RestReply(
                    response.statusCode(), response.headers(), MissingNode.getInstance());
        }
        try {
            JsonNode body = JsonText.parse(response.body());
            return new RestReply(response.statusCode(), response.headers(), body);
        } catch (FaultsException e) {
            throw new GatewayException.Unintelligible(
                    request.asked() + ": the answer is not JSON: this is no gateway of this API");
        }
    }

    /// Seconds, as the gateway writes them (RFC 9110 §10.2.3); a date counts as nothing.
    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("retry-after")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static String reason(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                return cause.getMessage();
            }
        }
        return switch (e) {
            case ConnectException _ -> "refused the connection, or has no such name";
            default -> e.getClass().getSimpleName();
        };
    }

    @Override
    public void close() {
        closed = true;
        client.shutdownNow();
    }
}
