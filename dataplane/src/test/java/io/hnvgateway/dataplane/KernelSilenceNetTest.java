package io.hnvgateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.net.FrameCapture;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The kernel never answers for tunnel traffic, whether the gateway lives, was killed or was never
/// there but for its guard. Each check is shown able to fail: without the guard the kernel does
/// answer.
@Tag("net")
class KernelSilenceNetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] NVGRE =
            Frames.ethernet(
                    Frames.TO_DEVICE,
                    "0800",
                    Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, Frames.nvgre(5001)));
    private static final byte[] PING =
            Frames.ethernet(
                    Frames.TO_DEVICE,
                    "0800",
                    Frames.ipv4(
                            TestPolicies.PROVIDER_ADDRESS,
                            1,
                            Frames.hex("0800 f7fd 0001 0001 0000 0000")));

    @ParameterizedTest
    @EnumSource(
            value = DataPathMode.class,
            names = {"PACKET", "XDP"})
    void doesNotAnswerNvgreWhileTheGatewayLivesNorAfterItWasKilled(DataPathMode mode) {
        try (VethPeer peer = new VethPeer()) {
            String namespace = peer.isolateDevice();
            String device = peer.device();
            Shell.run("ip -n " + namespace + " addr add 192.0.2.1/24 dev " + device);
            peer.inPeer("ip addr add 192.0.2.9/24 dev peer0");
            try (FrameCapture capture = peer.capture();
                    GatewayProcess gateway = new GatewayProcess(namespace, mode, device)) {
                assertThat(answersNvgre(peer, capture)).as("while it lives").isFalse();
                gateway.kill();
                assertThat(answersNvgre(peer, capture)).as("after kill -9").isFalse();
                GatewayProcess.detach(namespace, device);
                assertThat(answersNvgre(peer, capture)).as("without the guard").isTrue();
            }
        }
    }

    /// NVGRE, then a ping to the same address: what the kernel says to the first comes before its
    /// answer to the second.
    private static boolean answersNvgre(VethPeer peer, FrameCapture capture) {
        peer.send(NVGRE, PING);
        boolean[] unreachable = {false};
        byte[] reply =
                capture.await(
                        frame -> {
                            unreachable[0] |= isIcmp(frame, 3);
                            return isIcmp(frame, 0);
                        },
                        PATIENCE);
        assertThat(reply).as("the host answers a ping to its own address").isNotNull();
        return unreachable[0];
    }

    /// A gateway is no router by the kernel's doing, even where the host forwards.
    @Test
    void leavesTheHostNothingToForward() {
        try (VethPeer peer = new VethPeer()) {
            String namespace = peer.isolateDevice();
            String device = peer.device();
            String inDevice = "ip netns exec " + namespace + " ";
            Shell.run("ip -n " + namespace + " addr add 192.0.2.1/24 dev " + device);
            Shell.run("ip -n " + namespace + " route add 198.18.7.0/24 via 192.0.2.9");
            Shell.run(inDevice + "sysctl -qw net.ipv4.ip_forward=1");
            peer.inPeer("ip addr add 192.0.2.9/24 dev peer0");
            try (FrameCapture capture = peer.capture()) {
                assertThat(forwards(peer, capture)).as("without a guard").isTrue();
                new GatewayProcess(namespace, DataPathMode.PACKET, device).kill();
                assertThat(forwards(peer, capture)).as("with the guard").isFalse();
            }
        }
    }

    /// A packet through the host, then a ping to it: the first comes back before the answer.
    private static boolean forwards(VethPeer peer, FrameCapture capture) {
        byte[] through = Frames.ipv4("192.0.2.8", "198.18.7.1", 17, Frames.udp(1, 2));
        peer.send(Frames.ethernet(Frames.TO_DEVICE, "0800", through), PING);
        boolean[] forwarded = {false};
        byte[] reply =
                capture.await(
                        frame -> {
                            forwarded[0] |= frame[12] == 8 && frame[13] == 0 && frame[23] == 17;
                            return isIcmp(frame, 0);
                        },
                        PATIENCE);
        assertThat(reply).as("the host answers a ping to its own address").isNotNull();
        return forwarded[0];
    }

    private static boolean isIcmp(byte[] frame, int type) {
        return frame[12] == 8 && frame[13] == 0 && frame[23] == 1 && frame[34] == type;
    }
}
