package io.hnvgateway.benchmarks.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.spi.GatewayCredentials;
import io.hnvgateway.provider.spi.GatewayProvider;
import io.hnvgateway.provider.spi.GatewaySession;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/// A controller in a process of its own: a line of JSON says what to do, one says how it went.
final class ApiDriver {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiDriver() {}

    /// Arguments: its socket, the gateway's endpoint, the file of its authority, that of the token.
    static void main(String[] arguments)
            throws IOException, GeneralSecurityException, FaultsException {
        Path authority = Path.of(arguments[2]);
        Path token = Path.of(arguments[3]);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                GatewaySession session =
                        GatewayProvider.load()
                                .open(
                                        "ManagementEndpoint=" + arguments[1],
                                        GatewayCredentials.tokenFile(token).trusting(authority));
                TrustedHttps https = new TrustedHttps(URI.create(arguments[1]), authority, token)) {
            server.bind(UnixDomainSocketAddress.of(arguments[0]));
            try (SocketChannel asking = server.accept();
                    ApiWork work = new ApiWork(session, https)) {
                serve(asking, work);
            }
        }
    }

    private static void serve(SocketChannel asking, ApiWork work) throws IOException {
        BufferedReader requests =
                new BufferedReader(Channels.newReader(asking, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            ByteBuffer answer =
                    ByteBuffer.wrap(
                            (answer(JSON.readTree(line), work) + "\n")
                                    .getBytes(StandardCharsets.UTF_8));
            while (answer.hasRemaining()) {
                asking.write(answer);
            }
        }
    }

    private static ObjectNode answer(JsonNode request, ApiWork work) {
        try {
            int number = request.path("number").asInt();
            ObjectNode done =
                    switch (request.path("work").asText()) {
                        case "fill" -> work.fill(number);
                        case "puts" -> work.puts(number);
                        case "batch" -> work.batch(number);
                        case "metrics" -> work.metrics(number);
                        case "hold" -> work.hold(number);
                        case "release" -> work.release();
                        default -> throw new IllegalArgumentException(request.toString());
                    };
            return done.put("ok", true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fault(e);
        } catch (Exception e) {
            return fault(e);
        }
    }

    private static ObjectNode fault(Exception e) {
        return JSON.createObjectNode().put("ok", false).put("fault", e.toString());
    }
}
