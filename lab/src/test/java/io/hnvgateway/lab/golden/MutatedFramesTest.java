package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.packet.DropReason;
import java.util.ArrayList;
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

    /// The fifth of the front end's MAC address.
    private static final int FRONT_MAC_BYTE = 0x0f;

    private static final String CONNECTION =
            "BackendInterface=back,back.100;FrontEndInterface=front,front.200;"
                    + "ProviderAddress=192.0.2.1,fd00:b::1;"
                    + "Addresses=192.0.4.1/24@back.100,198.51.101.1/24@front.200,"
                    + "2001:db8:f1::1/64@front.200;"
                    + "FrontEndGateway=198.51.100.254,2001:db8:f::fe;NatPool=203.0.113.0/24";

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
        CaseConfig config = bothFamilies();
        var ports = new InMemoryPorts(config);
        try (var gateway = new GatewayUnderTest(config, ports)) {
            for (int i = 0; i < FRAMES; i++) {
                if (i % FRAMES_A_CONFIGURATION == 0) {
                    reconfigure(gateway);
                }
                byte[] frame = mutator.next();
                gateway.receive(port(frame), frame);
                gateway.letPass(random.nextInt(200_000));
                ports.takeSent();
            }
            gateway.runTo(gateway.nowNs() + PATIENCE_NS);
            assertSound(gateway);
            assertThat(ports.framesInUse()).as("frames in use at the end").isZero();
        }
    }

    /// Mostly the one whose MAC address the frame has.
    private String port(byte[] frame) {
        boolean front = frame.length > 4 && frame[4] == FRONT_MAC_BYTE;
        return front ^ (random.nextInt(16) == 0) ? "front" : "back";
    }

    /// A gateway with addresses of both families on both sides, and a VLAN that it tags itself on
    /// each.
    private static CaseConfig bothFamilies() {
        CaseConfig of = GoldenCase.named("live-migration").config();
        List<CaseConfig.PortAddress> addresses = new ArrayList<>(of.addresses());
        addresses.add(new CaseConfig.PortAddress("back", "fd00:b::1/64"));
        addresses.add(new CaseConfig.PortAddress("front", "2001:db8:f::1/64"));
        return new CaseConfig(
                of.what(),
                of.seed(),
                of.runOnMs(),
                of.overVeth(),
                CONNECTION,
                of.links(),
                addresses,
                of.routes(),
                of.neighbors(),
                of.changes(),
                of.desiredState());
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
        assertThat(accounts.drops()).as("variety of what was provoked").hasSizeGreaterThan(50);
    }
}
