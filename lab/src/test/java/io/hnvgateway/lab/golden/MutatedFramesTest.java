package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.packet.DropReason;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A million mutated frames through the whole gateway: no fault of the program, no frame lost or
/// kept.
class MutatedFramesTest {
    private static final int FRAMES = 1_000_000;
    private static final int FRAMES_A_CONFIGURATION = 50_000;
    private static final long SEED = 20260101;
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final List<GoldenCase> cases = GoldenCase.all();
    private final Random random = new Random(SEED);

    @Test
    void noFaultAndNoLeak() {
        List<byte[]> honest =
                cases.stream()
                        .filter(golden -> golden.in().size() < 100)
                        .flatMap(golden -> golden.in().stream())
                        .map(CapturedFrame::bytes)
                        .toList();
        var mutator = new FrameMutator(honest, random);
        CaseConfig config = GoldenCase.named("live-migration").config();
        var ports = new InMemoryPorts(config);
        try (var gateway = new GatewayUnderTest(config, ports)) {
            for (int i = 0; i < FRAMES; i++) {
                if (i % FRAMES_A_CONFIGURATION == 0) {
                    reconfigure(gateway);
                }
                gateway.receive(random.nextInt(4) == 0 ? "front" : "back", mutator.next());
                gateway.letPass(random.nextInt(200_000));
                ports.takeSent();
            }
            gateway.runTo(gateway.nowNs() + PATIENCE_NS);
            assertSound(gateway);
            assertThat(ports.framesInUse()).as("frames in use at the end").isZero();
        }
    }

    /// Another case's tenants, rules and limits, under way.
    private void reconfigure(GatewayUnderTest gateway) {
        List<GoldenCase> alike =
                cases.stream().filter(golden -> !golden.name().startsWith("ovs")).toList();
        CaseConfig other = alike.get(random.nextInt(alike.size())).config();
        gateway.apply(other.desiredState());
        gateway.neighbors(other.neighbors());
    }

    private static void assertSound(GatewayUnderTest gateway) {
        FrameAccounts accounts = gateway.accounts();
        assertThat(gateway.core().faults().total()).as("faults").isZero();
        assertThat(accounts.drops()).doesNotContainKey(DropReason.INTERNAL_ERROR.label());
        assertThat(accounts.received()).isEqualTo(FRAMES);
        assertThat(accounts.held()).isZero();
        assertThat(accounts.balanced()).as("every frame ends once: %s", accounts).isTrue();
        assertThat(accounts.drops()).as("variety of what was provoked").hasSizeGreaterThan(35);
    }
}
