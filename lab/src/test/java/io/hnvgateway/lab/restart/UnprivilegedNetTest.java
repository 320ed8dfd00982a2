package io.hnvgateway.lab.restart;

import static io.hnvgateway.lab.restart.RestartScene.LIMIT;
import static io.hnvgateway.lab.restart.RestartScene.XDP;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.gateway.Unprivileged;
import io.hnvgateway.lab.netns.Dialogue;
import io.hnvgateway.lab.stream.StreamRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What `hnv-gateway.service` takes from the gateway, it can do without.
@Tag("net")
class UnprivilegedNetTest {
    /// Prints each datagram as one line.
    private static final String LISTENER =
            """
            import os, socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            os.chmod(sys.argv[1], 0o777)
            print('listening', flush=True)
            while True:
                print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
            """;

    private final RestartScene scene = new RestartScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void forwardsAndIsRestartedWithoutRootAndSaysWhenItIsReady() throws Exception {
        Path directory = scene.lab().directory();
        Path socket = directory.resolve("notify.sock");
        Dialogue supervisor =
                scene.lab()
                        .gatewayNamespace()
                        .converse(List.of("python3", "-c", LISTENER, socket.toString()));
        assertThat(supervisor.hear(LIMIT)).isEqualTo("listening");
        scene.gateway().runAs(new Unprivileged(directory.resolve("classes"), socket));

        scene.begin(XDP, "FrameCount=1024");

        assertThat(supervisor.hear(LIMIT))
                .isEqualTo("READY=1 MAINPID=" + scene.gateway().pid() + " STATUS=forwarding, XDP");
        assertIsNotRoot();
        assertThat(scene.gateway().dataPath()).startsWith("XDP");
        try (StreamRun streams = scene.datagrams()) {
            streams.awaitProgress(LIMIT);
            scene.end("USR2");
            assertThat(supervisor.hear(LIMIT)).isEqualTo("STOPPING=1 STATUS=ends");
            scene.gateway().restart();
            assertThat(scene.gateway().log()).contains("state=adopted");
            streams.awaitProgress(LIMIT);
            RestartScene.assertSamePeers(streams.finish());
        }
    }

    private void assertIsNotRoot() throws IOException {
        List<String> status =
                Files.readAllLines(Path.of("/proc/" + scene.gateway().pid() + "/status"));
        assertThat(status)
                .contains("NoNewPrivs:\t1")
                .anyMatch(line -> line.startsWith("Uid:\t" + Unprivileged.USER + "\t"));
    }
}
