package io.hnvgateway.lab.restart;

import static io.hnvgateway.lab.restart.RestartScene.XDP;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.netns.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What one gateway has no other takes, and says so; what a dead one had is free.
@Tag("net")
class OneGatewayNetTest {
    private final RestartScene scene = new RestartScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void anotherGatewayIsRefusedWithTheReason() {
        scene.begin(XDP, "");
        scene.assertReachesTheInternet();
        Result samePins = scene.gateway().tryBeside(true);
        assertThat(samePins.status()).isEqualTo(1);
        assertThat(samePins.lastLine())
                .startsWith("PinDirectory: ")
                .endsWith("another gateway runs with it, process " + scene.gateway().pid());
        assertNeedsDetach(scene.gateway().tryBeside(false));
        scene.assertReachesTheInternet();

        scene.end("KILL");
        assertNeedsDetach(scene.gateway().tryBeside(false));
        scene.gateway().restart();
        assertThat(scene.gateway().log()).contains("state=adopted");
        scene.assertReachesTheInternet();
    }

    private static void assertNeedsDetach(Result refused) {
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.lastLine())
                .contains(": the XDP program of another gateway is attached")
                .contains("hnvctl detach");
    }
}
