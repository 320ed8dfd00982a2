package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.bgp.TenantSpeakers;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.gateway.Forwarding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A gateway that ends for good leaves no speaker, no bridge and no namespace; one that another
/// follows leaves all of it.
@Tag("net")
class GatewayEndsSpeakersNetTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path NAMESPACES = Path.of("/run/netns");

    private final LabNetwork lab = LabNetwork.build();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void whatOutlivesARestartEndsWithTheGateway() throws IOException {
        ObjectNode bgp = lab.desired().ownGateway().putObject("bgpConfig");
        bgp.put("extAsNumber", "0.64512");
        bgp.putArray("bgpPeer")
                .addObject()
                .put("peerIP", "198.51.100.90")
                .put("peerExtAsNumber", "0.65000");
        lab.startGateway(new Forwarding("packet", "java", 1), "");
        Path speakers = lab.gateway().speakers();
        await("a bridge", () -> Files.exists(speakers.resolve("shard-0.sock")));
        ProcessHandle exabgp = speaker(speakers);
        ProcessHandle bridge = exabgp.children().findFirst().orElseThrow();
        Path namespace = NAMESPACES.resolve(TenantSpeakers.namespace(speakers));
        assertThat(namespace).exists();

        lab.gateway().end("USR2");
        assertThat(exabgp.isAlive() && bridge.isAlive()).as("another one follows").isTrue();
        lab.gateway().restart();
        await("it is found", () -> lab.gateway().log().contains("event=speaker-found"));
        assertThat(speaker(speakers)).isEqualTo(exabgp);

        lab.gateway().end("TERM");
        await("both have ended", () -> !exabgp.isAlive() && !bridge.isAlive());
        assertThat(namespace).doesNotExist();
        try (Stream<Path> files = Files.list(speakers)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("shard-"));
        }
    }

    private static ProcessHandle speaker(Path speakers) throws IOException {
        String pid = Files.readString(speakers.resolve("shard-0.pid")).split(" ", -1)[0];
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end)
                    .as(() -> "waiting for: " + what + "\n" + lab.gateway().log())
                    .isNegative();
            BgpWatch.pause(Duration.ofMillis(50));
        }
    }
}
