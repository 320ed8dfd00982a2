package io.hnvgateway.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An HTTPS server on a loopback address that answers by a function, or before that with what is
/// laid ready.
final class LoopbackServer implements AutoCloseable {
    static final TestCertificate CERTIFICATE = TestCertificate.make();
    static final String TOKEN = "hunter2.token";

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<Asked, Answer> answers;
    private final Deque<Answer> first = new ArrayDeque<>();
    private final List<Asked> seen = new CopyOnWriteArrayList<>();

    /// A request.
    record Asked(String method, URI uri, Map<String, List<String>> headers, JsonNode body) {
        String path() {
            return uri.getPath();
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /// An answer.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, Map<String, String> headers, byte[] body) {
        static Answer json(int status, JsonNode body) {
            return new Answer(status, Map.of(), JsonText.compact(body));
        }

        static Answer empty(int status) {
            return new Answer(status, Map.of(), new byte[0]);
        }

        static Answer error(int status, String code, String message, String target) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.putObject("error").put("code", code).put("message", message).put("target", target);
            return json(status, body);
        }

        Answer with(String name, String value) {
            return new Answer(status, Map.of(name, value), body);
        }
    }

    LoopbackServer(Function<Asked, Answer> answers) {
        this(answers, 0);
    }

    LoopbackServer(Function<Asked, Answer> answers, int port) {
        this.answers = answers;
        try {
            server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(
                new HttpsConfigurator(CERTIFICATE.context()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        parameters.setSSLParameters(RestConnection.tls13());
                    }
                });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String connectionString() {
        return "ManagementEndpoint=https://127.0.0.1:"
                + port()
                + ";Fingerprint="
                + CERTIFICATE.fingerprint();
    }

    List<Asked> seen() {
        return seen;
    }

    /// The next request gets this.
    synchronized void layReady(Answer answer) {
        first.add(answer);
    }

    private synchronized @Nullable Answer ready() {
        return first.poll();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Asked asked =
                new Asked(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        exchange.getRequestHeaders(),
                        parse(body));
        seen.add(asked);
        Answer ready = ready();
        Answer answer = ready == null ? authenticated(asked) : ready;
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(
                answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
        exchange.close();
    }

    private Answer authenticated(Asked asked) {
        return asked.header("Authorization").equals("Bearer " + TOKEN)
                ? answers.apply(asked)
                : Answer.error(401, "Unauthorized", "the token is not known", "");
    }

    private static JsonNode parse(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JsonText.parse(body);
        } catch (FaultsException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
