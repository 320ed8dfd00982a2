package io.hnvgateway.app.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SpeakerProbeTest {
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final byte[] HTTP_1 =
            "HTTP/1.1 ".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @TempDir Path directory;

    private List<ProbeResult> results(long peers) throws IOException {
        return new SpeakerProbe(directory, () -> peers, 60_000).results(List.of());
    }

    private ServerSocketChannel speaker(Path socket, byte[] answer) throws IOException {
        Files.createDirectories(socket.getParent());
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual()
                .start(() -> {
                    try (SocketChannel client = server.accept()) {
                        var _ = client.read(ByteBuffer.allocate(100));
                        var _ = client.write(ByteBuffer.wrap(answer));
                    } catch (IOException _) {
                        // The test says what it did not see.
                    }
                });
        return server;
    }

    @Test
    void nothingToAskWithoutPeers() throws IOException {
        assertThat(results(0))
                .extracting(ProbeResult::status)
                .containsExactly(ProbeResult.Status.SKIPPED);
    }

    @Test
    void peersWithoutASpeakerFail() throws IOException {
        assertThat(results(2))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.status()).isEqualTo(ProbeResult.Status.FAILED);
                    assertThat(result.detail())
                            .contains("2 peers are configured, but no speaker runs");
                });
    }

    @Test
    void processesOfTheGatewayAreAsked() throws IOException {
        try (var _ = speaker(directory.resolve("shard-0.sock"), SETTINGS)) {
            assertThat(results(1))
                    .extracting(ProbeResult::status)
                    .containsExactly(ProbeResult.Status.PASSED);
        }
    }

    /// systemd gives each shard a directory.
    @Test
    void processesOfUnitsAreAsked() throws IOException {
        try (var _ = speaker(directory.resolve("0/shard-0.sock"), SETTINGS);
                var _ = speaker(directory.resolve("1/shard-1.sock"), HTTP_1)) {
            assertThat(results(1))
                    .extracting(ProbeResult::target, ProbeResult::status)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "shard-0", ProbeResult.Status.PASSED),
                            org.assertj.core.groups.Tuple.tuple(
                                    "shard-1", ProbeResult.Status.FAILED));
        }
    }
}
