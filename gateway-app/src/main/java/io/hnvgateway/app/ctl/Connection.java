package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
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
import java.util.function.Consumer;

/// The client's end of the control socket.
final class Connection implements Closeable {
    /// Compiling the largest desired state takes seconds; a gateway that needs longer does not
    /// answer.
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private final SocketChannel channel;
    private final Thread watch;

    private Connection(SocketChannel channel) {
        this.channel = channel;
        this.watch = Thread.ofVirtual().start(this::closeWhenLate);
    }

    static Connection open(Path socket) throws UnreachableException {
        try {
            return new Connection(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (IOException e) {
            String hint =
                    Files.exists(socket)
                            ? "does the gateway run, and are you root?"
                            : "there is no such socket";
            throw new UnreachableException("no gateway answers at " + socket + ": " + hint, e);
        }
    }

    private void closeWhenLate() {
        try {
            Thread.sleep(ANSWER_LIMIT);
            channel.close();
        } catch (InterruptedException | IOException e) {
            // Answered in time, or nothing is left to close.
            Thread.currentThread().interrupt();
        }
    }

    /// The `result` of the answer.
    JsonNode request(ObjectNode request) throws UnreachableException, RefusedException {
        byte[] text;
        boolean sent = send(JsonText.compact(request));
        try {
            text = readLine();
        } catch (IOException e) {
            throw new UnreachableException("the gateway closed the connection", e);
        }
        if (text.length == 0) {
            throw new UnreachableException(
                    sent
                            ? "the gateway closed the connection without an answer"
                            : "the gateway did not take the request");
        }
        return result(text);
    }

    /// The rows of a topic, of all tenants.
    JsonNode show(Topic topic) throws UnreachableException, RefusedException {
        return request(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("request", "show")
                        .put("topic", topic.label()));
    }

    /// Hands over each line behind the first answer, until the gateway ends.
    ///
    /// @param accepted run when the gateway has accepted the request: what happens from then on
    ///   comes
    void stream(ObjectNode request, Runnable accepted, Consumer<JsonNode> events)
            throws UnreachableException, RefusedException {
        watch.interrupt();
        send(JsonText.compact(request));
        try (BufferedReader lines =
                new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            if (line != null) {
                result(line.getBytes(StandardCharsets.UTF_8));
                accepted.run();
                for (line = lines.readLine(); line != null; line = lines.readLine()) {
                    events.accept(JsonText.parse(line.getBytes(StandardCharsets.UTF_8)));
                }
            }
            throw new UnreachableException("the gateway closed the connection");
        } catch (IOException | FaultsException e) {
            throw new UnreachableException("the gateway closed the connection", e);
        }
    }

    /// False if the gateway stopped reading: then its answer says why.
    private boolean send(byte[] text) {
        try {
            for (ByteBuffer part :
                    List.of(ByteBuffer.wrap(text), ByteBuffer.wrap(new byte[] {'\n'}))) {
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        while (channel.read(buffer.clear()) >= 0) {
            buffer.flip();
            int last = buffer.limit() - 1;
            boolean ended = last >= 0 && buffer.get(last) == '\n';
            line.write(buffer.array(), 0, ended ? last : last + 1);
            if (ended) {
                return line.toByteArray();
            }
        }
        return new byte[0];
    }

    private static JsonNode result(byte[] text) throws UnreachableException, RefusedException {
        JsonNode answer;
        try {
            answer = JsonText.parse(text);
        } catch (FaultsException e) {
            throw new UnreachableException("the gateway's answer is no JSON: " + e.getMessage(), e);
        }
        if (answer.path("ok").asBoolean()) {
            return answer.path("result");
        }
        List<String> faults = new ArrayList<>();
        answer.path("faults").forEach(fault -> faults.add(fault.asText()));
        throw new RefusedException(faults.isEmpty() ? List.of("refused without a reason") : faults);
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        channel.close();
    }
}
