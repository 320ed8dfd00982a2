package io.hnvgateway.lab.restart;

import static io.hnvgateway.lab.restart.RestartScene.XDP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// BGP costs a gateway without a peer nothing: its start is what a restart makes tenants wait for.
@Tag("net")
class WithoutPeersNetTest {
    private final RestartScene scene = new RestartScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aGatewayWithoutPeersLoadsNoGrpcAndHasNoThreadOfTheSpeakers() throws IOException {
        scene.begin(XDP, "");
        List<String> classes = ask("VM.class_hierarchy");
        assertThat(classes).anyMatch(line -> line.contains("io.hnvgateway.app.bgp.TenantRouting/"));
        assertThat(classes)
                .noneMatch(line -> line.contains("io.grpc.") || line.contains("io.netty."))
                .noneMatch(line -> line.contains("io.hnvgateway.bgp.contract."));
        assertThat(ask("Thread.print"))
                .anyMatch(line -> line.startsWith("\"bgp\""))
                .noneMatch(line -> line.startsWith("\"bgp-"));
    }

    private List<String> ask(String command) throws IOException {
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(scene.gateway().pid()),
                                command)
                        .redirectErrorStream(true)
                        .start();
        try (var in = jcmd.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
