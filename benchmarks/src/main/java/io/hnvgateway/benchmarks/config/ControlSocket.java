package io.hnvgateway.benchmarks.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A client of the control socket that keeps its connection: what a change costs is to be measured,
/// not the start of `hnvctl`.
final class ControlSocket implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    private final BufferedReader answers;

    ControlSocket(Path socket) throws IOException {
        channel.connect(UnixDomainSocketAddress.of(socket));
        answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    /// An answer and when it came.
    ///
    /// @param micros phase → time that the gateway spent in it
    record Answer(JsonNode micros, double milliseconds) {
        double inForceMilliseconds() {
            double sum = 0;
            for (JsonNode phase : micros) {
                sum += phase.asDouble();
            }
            return sum / 1000;
        }

        double phase(String... names) {
            double sum = 0;
            for (String name : names) {
                sum += micros.path(name).asDouble();
            }
            return sum / 1000;
        }
    }

    /// A request as it is sent.
    static ByteBuffer line(ObjectNode request) {
        return ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Sends a [#line] and waits for the answer.
    Answer request(ByteBuffer line) throws IOException {
        long startNs = System.nanoTime();
        while (line.hasRemaining()) {
            channel.write(line);
        }
        String text = answers.readLine();
        double milliseconds = (System.nanoTime() - startNs) / 1e6;
        if (text == null) {
            throw new IOException("the gateway closed the connection");
        }
        JsonNode answer = JSON.readTree(text);
        if (!answer.path("ok").asBoolean()) {
            throw new IOException("the gateway refused: " + answer.path("faults"));
        }
        if (!answer.path("result").path("changed").asBoolean()) {
            throw new IOException("the gateway saw no change");
        }
        return new Answer(answer.path("result").path("micros"), milliseconds);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
