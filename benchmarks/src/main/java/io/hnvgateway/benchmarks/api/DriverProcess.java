package io.hnvgateway.benchmarks.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Namespace;
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
import java.util.List;

/// An [ApiDriver] in a namespace, told what to do.
final class DriverProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final long START_NS = 60_000_000_000L;

    private final Running process;
    private final SocketChannel channel;
    private final BufferedReader answers;

    DriverProcess(Namespace namespace, ManagedGateway gateway, Path directory)
            throws IOException, InterruptedException {
        Path socket = directory.resolve("driver.sock");
        process =
                namespace.start(
                        JAVA,
                        "-Xmx2g",
                        "-XX:+PerfDisableSharedMem",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ApiDriver.class.getName(),
                        socket.toString(),
                        ManagedGateway.ENDPOINT,
                        gateway.authority().toString(),
                        gateway.token().toString());
        await(socket);
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    private void await(Path socket) throws InterruptedException {
        long endNs = System.nanoTime() + START_NS;
        while (!Files.exists(socket)) {
            if (!process.isAlive() || System.nanoTime() - endNs > 0) {
                throw new LabException("the driver did not start:\n" + process.output());
            }
            Thread.sleep(50);
        }
    }

    /// Has it done and waits.
    ///
    /// @return what it measured
    JsonNode run(String work, int number) throws IOException {
        ObjectNode request = JSON.createObjectNode().put("work", work).put("number", number);
        ByteBuffer line = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        JsonNode answer = JSON.readTree(String.valueOf(answers.readLine()));
        if (!answer.path("ok").asBoolean()) {
            throw new IOException(work + ": " + answer.path("fault").asText(process.output()));
        }
        return answer;
    }

    static List<Double> milliseconds(JsonNode answer) {
        return answer.path("milliseconds").valueStream().map(JsonNode::asDouble).toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
