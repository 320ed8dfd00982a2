package io.hnvgateway.app.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.events.EventTopic;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.validation.HostFacts;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlServerTest {
    private static final ControlLimits LIMITS =
            new ControlLimits(1 << 20, 32 << 10, Duration.ofSeconds(60));

    private static final ControlLimits IMPATIENT =
            new ControlLimits(1 << 20, 32 << 10, Duration.ofMillis(300));

    @TempDir private Path temporary;

    private Path socket;
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        socket = temporary.resolve("run/control.sock");
        server = start(LIMITS);
    }

    private final EventLog events = new EventLog();
    private volatile boolean memoryIsShort;

    private ControlServer start(ControlLimits limits) throws IOException {
        DesiredStateApplier applier =
                new DesiredStateApplier(
                        Examples.connection(Examples.CONNECTION),
                        this::host,
                        new Examples.MemoryStore(),
                        new Examples.RecordingTarget());
        return ControlServer.start(
                socket, new ControlRequests(applier, new FakeBackend(), events), limits);
    }

    private HostFacts host() {
        if (memoryIsShort) {
            throw new OutOfMemoryError("as the test wants it");
        }
        return Examples.HOST;
    }

    private void restart(ControlLimits limits) throws IOException {
        server.close();
        server = start(limits);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        assertThat(socket).doesNotExist();
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void appliesAndShowsTheDesiredState() throws IOException {
        try (SocketChannel client = connect()) {
            ObjectNode apply = JsonNodeFactory.instance.objectNode().put("request", "apply");
            apply.set("document", Examples.twoTenants());
            JsonNode answer = ask(client, JsonText.compact(apply));
            assertThat(answer.at("/ok").asBoolean()).as(answer.toString()).isTrue();
            assertThat(answer.at("/result/changed").asBoolean()).isTrue();
            assertThat(answer.at("/result/changes")).hasSize(8);
            JsonNode desired = ask(client, "{\"request\":\"desired\"}".getBytes(UTF_8));
            assertThat(desired.at("/result/publicIPAddresses/1/properties/ipAddress").asText())
                    .isEqualTo("203.0.113.2");
        }
    }

    @Test
    void putsAndDeletesSingleResources() throws IOException {
        try (SocketChannel client = connect()) {
            String put =
                    "{\"request\":\"put\",\"document\":{\"publicIPAddresses\":[{\"resourceId\":\"a\","
                            + "\"properties\":{\"publicIPAllocationMethod\":\"Dynamic\"}}]}}";
            JsonNode answer = ask(client, put.getBytes(UTF_8));
            assertThat(answer.at("/result/changed").asBoolean()).as(answer.toString()).isTrue();
            assertThat(answer.at("/result/micros/save").isNumber()).isTrue();
            String delete = "{\"request\":\"delete\",\"delete\":[\"/publicIPAddresses/A\"]}";
            assertThat(ask(client, delete.getBytes(UTF_8)).at("/result/changes")).hasSize(1);
            assertThat(ask(client, delete.getBytes(UTF_8)).at("/faults/0").asText())
                    .contains("does not exist");
        }
    }

    @Test
    void watchStreamsEventsUntilTheClientLeaves() throws IOException {
        try (SocketChannel client = connect()) {
            JsonNode accepted =
                    ask(
                            client,
                            "{\"request\":\"watch\",\"topics\":[\"Generations\"]}".getBytes(UTF_8));
            assertThat(accepted.at("/result/watching/topics/0").asText()).isEqualTo("generations");
            while (!events.isWatched(EventTopic.GENERATIONS)) {
                Thread.onSpinWait();
            }
            events.add(new GatewayEvent.FramesDropped("", "no-route", 1));
            events.add(new GatewayEvent.GenerationPublished(7, 3));
            JsonNode event = ask(client, new byte[0]);
            while (event.path("event").asText().equals("heartbeat")) {
                event = ask(client, new byte[0]);
            }
            assertThat(event.path("event").asText()).isEqualTo("generations");
            assertThat(event.path("generation").asLong()).isEqualTo(7);
        }
        long deadlineNs = System.nanoTime() + 10_000_000_000L;
        while (events.isWatched(EventTopic.GENERATIONS) && System.nanoTime() < deadlineNs) {
            events.add(new GatewayEvent.GenerationPublished(8, 3));
            Thread.onSpinWait();
        }
        assertThat(events.isWatched(EventTopic.GENERATIONS)).isFalse();
    }

    @Test
    void aRequestThatMemoryIsShortForHasAnAnswerAndTheNextOneIsServed() throws IOException {
        try (SocketChannel client = connect()) {
            byte[] apply = "{\"request\":\"apply\",\"document\":{}}".getBytes(UTF_8);
            memoryIsShort = true;
            assertThat(ask(client, apply).at("/faults/0").asText())
                    .contains("more memory than the heap has", "-Xmx");
            memoryIsShort = false;
            assertThat(ask(client, apply).at("/ok").asBoolean()).isTrue();
        }
    }

    @Test
    void aRequestMayTakeAPartOfTheHeapAndNeverMoreThanTheDocumentationSays() {
        assertThat(ControlLimits.of(512L << 20).lineBytes()).isEqualTo(64 << 20);
        assertThat(ControlLimits.of(1L << 40).lineBytes()).isEqualTo(128 << 20);
    }

    @Test
    void listsEveryFaultOfARefusedDocument() throws IOException {
        try (SocketChannel client = connect()) {
            JsonNode answer =
                    ask(
                            client,
                            "{\"request\":\"apply\",\"document\":{\"virtualNetwork\":[],\"accessControlLists\":[1]}}"
                                    .getBytes(UTF_8));
            assertThat(answer.at("/ok").asBoolean()).isFalse();
            assertThat(answer.at("/faults")).hasSize(2);
        }
    }

    @Test
    void showsExplainsAndReportsStatus() throws IOException {
        try (SocketChannel client = connect()) {
            assertThat(
                            ask(
                                            client,
                                            "{\"request\":\"show\",\"topic\":\"Drops\"}"
                                                    .getBytes(UTF_8))
                                    .at("/result/0/frames")
                                    .asInt())
                    .isEqualTo(7);
            assertThat(
                            ask(client, "{\"request\":\"status\"}".getBytes(UTF_8))
                                    .at("/result/generation")
                                    .asInt())
                    .isEqualTo(3);
            String explain =
                    "{\"request\":\"explain\",\"tenant\":\"contoso\",\"source\":\"10.0.0.10\","
                            + "\"destination\":\"198.18.0.1\",\"protocol\":\"TCP\",\"destinationPort\":443}";
            assertThat(ask(client, explain.getBytes(UTF_8)).at("/result/verdict").asText())
                    .isEqualTo("translated, protocol 6 port 443");
            JsonNode bad =
                    ask(
                            client,
                            "{\"request\":\"explain\",\"source\":\"x\",\"protocol\":\"z\"}"
                                    .getBytes(UTF_8));
            assertThat(bad.at("/faults/0").asText())
                    .contains("tenant:", "source:", "destination:", "protocol:");
        }
    }

    @Test
    void answersAnythingThatIsNoRequestAndGoesOn() throws IOException {
        try (SocketChannel client = connect()) {
            for (String line :
                    List.of(
                            "",
                            "nonsense",
                            "[]",
                            "7",
                            "{\"request\":\"format c:\"}",
                            "{\"request\":\"apply\"}",
                            "{\"request\":\"show\",\"topic\":\"moods\"}",
                            "{\"request\":\"show\",\"topic\":\"drops\",\"tenant\":\"x\"}",
                            "[".repeat(10_000),
                            "{\"request\":\"show\",\"topic\":\"ports\"}")) {
                JsonNode answer = ask(client, line.getBytes(UTF_8));
                assertThat(answer.at("/ok").asBoolean()).isFalse();
                assertThat(answer.at("/faults")).isNotEmpty();
            }
            assertThat(
                            ask(client, "{\"request\":\"status\"}".getBytes(UTF_8))
                                    .at("/ok")
                                    .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void survivesRandomBytes() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[random.nextInt(5_000)];
            random.nextBytes(noise);
            try (SocketChannel client = connect()) {
                client.write(ByteBuffer.wrap(noise));
            }
        }
        assertStillServing();
    }

    @Test
    void refusesAnEndlessLine() throws IOException {
        try (SocketChannel client = connect()) {
            ByteBuffer chunk = ByteBuffer.allocate(64 << 10);
            long sent = 0;
            try {
                while (sent < 1L << 30) {
                    sent += client.write(chunk.clear());
                }
            } catch (IOException expected) {
                // It stopped reading.
            }
            assertThat(sent).isLessThan(8 << 20);
            assertThat(readLine(client)).contains("request: has more than 1048576 bytes");
        }
        assertStillServing();
    }

    /// Whichever of two the server reads first goes on. Tried again where it was gone for its
    /// silence before the other one came.
    @Test
    void readsOneLargeLineAtATime() throws IOException {
        restart(IMPATIENT);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 20 && answers.stream().allMatch(String::isEmpty); i++) {
            try (SocketChannel first = connect();
                    SocketChannel second = connect()) {
                writeLarge(first);
                writeLarge(second);
                answers = List.of(readLine(first), readLine(second));
            }
        }
        assertThat(answers)
                .containsOnlyOnce("")
                .anyMatch(line -> line.contains("another large request is being read"));
        restart(LIMITS);
        assertStillServing();
    }

    private static void writeLarge(SocketChannel client) {
        try {
            ByteBuffer half = ByteBuffer.allocate(200 << 10);
            while (half.hasRemaining()) {
                client.write(half);
            }
        } catch (IOException expected) {
            // It was refused while still sending.
        }
    }

    @Test
    void disconnectsASilentClientAndOneThatDoesNotRead() throws IOException {
        restart(IMPATIENT);
        try (SocketChannel silent = connect();
                SocketChannel deaf = connect()) {
            assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            ByteBuffer request =
                    ByteBuffer.wrap("{\"request\":\"status\"}\n".repeat(1000).getBytes(UTF_8));
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    deaf.write(request.rewind());
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
        assertStillServing();
    }

    @Test
    void servesOthersBesideHangingClients() throws IOException {
        restart(ControlLimits.of(1L << 30));
        List<SocketChannel> hanging = new ArrayList<>();
        for (int i = 0; i < ControlServer.MAX_CLIENTS - 1; i++) {
            SocketChannel client = connect();
            client.write(ByteBuffer.wrap("{\"request\":".getBytes(UTF_8)));
            hanging.add(client);
        }
        assertStillServing();
        for (SocketChannel client : hanging) {
            client.close();
        }
    }

    @Test
    void refusesToReplaceARunningGatewayButTakesOverADeadSocket() throws IOException {
        assertThatThrownBy(() -> start(LIMITS)).hasMessageContaining("another gateway listens");
        assertStillServing();
        server.close();
        try (var dead =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        server = start(LIMITS);
        assertStillServing();
    }

    private void assertStillServing() throws IOException {
        try (SocketChannel client = connect()) {
            assertThat(
                            ask(client, "{\"request\":\"status\"}".getBytes(UTF_8))
                                    .at("/ok")
                                    .asBoolean())
                    .isTrue();
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static JsonNode ask(SocketChannel client, byte[] line) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        while (request.hasRemaining()) {
            client.write(request);
        }
        try {
            return JsonText.parse(readLine(client).getBytes(UTF_8));
        } catch (FaultsException e) {
            throw new AssertionError(e);
        }
    }

    private static String readLine(SocketChannel client) throws IOException {
        var in = Channels.newInputStream(client);
        var line = new java.io.ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(UTF_8);
    }
}
