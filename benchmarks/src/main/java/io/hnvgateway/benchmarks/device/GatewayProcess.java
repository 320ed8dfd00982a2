package io.hnvgateway.benchmarks.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.JvmOptions;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.netns.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A gateway as an operator starts it: a process from a connection string, in a namespace, with a
/// state directory and a control socket of its own.
public final class GatewayProcess implements AutoCloseable {
    private static final String MAIN = "io.hnvgateway.app.GatewayMain";
    private static final String CONTROL_MAIN = "io.hnvgateway.app.ctl.HnvCtl";
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> CONTROL_OPTIONS =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+PerfDisableSharedMem",
                    "-XX:TieredStopAtLevel=1");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration CONTROL_LIMIT = Duration.ofMinutes(2);

    private final Namespace namespace;
    private final Path directory;
    private final Running process;

    /// Starts it and waits for its socket.
    ///
    /// @param keys further ones of the connection string, joined by `;`
    /// @param directory of the state and the socket
    public GatewayProcess(Namespace namespace, String keys, Path directory) throws IOException {
        this.namespace = namespace;
        this.directory = directory;
        String connection =
                String.join(
                        ";",
                        "FrontEndInterface=" + Links.FRONT_END,
                        "BackendInterface=" + Links.BACK_END,
                        "ProviderAddress=" + Tenant.GATEWAY_PA,
                        "FrontEndGateway=" + Tenant.NEXT_HOP,
                        "NatPool=" + Tenant.PUBLIC_POOL,
                        keys,
                        "StateDirectory=" + Files.createDirectories(directory.resolve("state")),
                        "RuntimeDirectory=" + directory.resolve("runtime"),
                        "PinDirectory=none",
                        "ControlSocket=" + socket());
        process = java(MAIN, List.of("--connection-string", connection));
        awaitSocket();
    }

    public Path socket() {
        return directory.resolve("hnvctl.sock");
    }

    public long pid() {
        return process.pid();
    }

    /// Asks it to end, and waits a little.
    @Override
    public void close() {
        process.close();
    }

    /// What it has logged so far.
    public String output() {
        return process.output();
    }

    /// `hnvctl` with these arguments; what it printed.
    public String control(String... arguments) {
        List<String> words = new ArrayList<>(List.of("--socket", socket().toString()));
        words.addAll(List.of(arguments));
        Result result = java(CONTROL_MAIN, words).await(CONTROL_LIMIT);
        if (!result.succeeded()) {
            throw new LabException("hnvctl " + words + ": " + result.output().strip());
        }
        return result.output();
    }

    /// Packets of all tenants that flow entries carried so far.
    ///
    /// @param byProgram by the XDP program
    /// @param byWorkers by the workers in Java
    public record Carried(long byProgram, long byWorkers) {}

    /// Asks without a process of `hnvctl`: its start would take longer than a phase.
    public Carried carried() throws IOException {
        long executed = 0;
        long hits = 0;
        for (JsonNode row : show("compartments")) {
            executed += row.path("executed").asLong();
            hits += row.path("forwarded").asLong() - row.path("decided").asLong();
        }
        return new Carried(executed, hits - executed);
    }

    /// Rows of `hnvctl show`, asked for without a process of it.
    public JsonNode show(String topic) throws IOException {
        return request(JSON.createObjectNode().put("request", "show").put("topic", topic));
    }

    /// The result of a request to the control socket, sent without a process of `hnvctl`.
    public JsonNode request(ObjectNode asked) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
                BufferedReader answers =
                        new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            ByteBuffer request = ByteBuffer.wrap((asked + "\n").getBytes(StandardCharsets.UTF_8));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            JsonNode answer = JSON.readTree(String.valueOf(answers.readLine()));
            if (!answer.path("ok").asBoolean()) {
                throw new IOException("the gateway refused: " + answer.path("faults"));
            }
            return answer.path("result");
        }
    }

    private Running java(String main, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(JAVA);
        words.addAll(main.equals(MAIN) ? gatewayOptions() : CONTROL_OPTIONS);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        words.addAll(arguments);
        return namespace.start(words.toArray(String[]::new));
    }

    /// Those of an operator's gateway, and behind them what overrides some.
    private static List<String> gatewayOptions() {
        List<String> words = new ArrayList<>(JvmOptions.words());
        String own = System.getenv("HNV_BENCH_JAVA_OPTIONS");
        if (own != null) {
            words.addAll(List.of(own.strip().split("\\s+", -1)));
        }
        return words;
    }

    private void awaitSocket() {
        long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(socket())) {
            if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
                throw new LabException("the gateway did not start:\n" + process.output());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(50));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
