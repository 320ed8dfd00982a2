package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What several workers owe each other: one mapping for an inside endpoint, and room for everyone
/// in the rings between them.
class SeveralWorkersTest {
    private static final int INNER_IP = 14 + 20 + 8 + 14;
    private static final int INNER_UDP = INNER_IP + 20;
    private static final int OUTER_VSID = 14 + 20 + 4;
    private static final int FLOOD = 600;

    private final GoldenCase twoTenants = GoldenCase.named("nat-two-tenants");

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void oneInsideEndpointHasOneMappingWhateverQueueItsFlowsComeBy(int workers) {
        byte[] first = fromVms(GoldenCase.named("nat-udp")).getFirst();
        var ports = new InMemoryPorts(twoTenants.config(), workers);
        int[] next = {0};
        try (var gateway = new GatewayUnderTest(twoTenants.config(), ports, () -> next[0]++)) {
            for (int flow = 0; flow < 4 * workers; flow++) {
                gateway.receive("back", withPorts(first, -1, 1000 + flow));
            }
            List<CapturedFrame> sent = ports.takeSent();
            Set<String> mappings =
                    sent.stream().map(SeveralWorkersTest::source).collect(Collectors.toSet());
            assertThat(sent).hasSize(4 * workers).allMatch(f -> f.port().equals("front"));
            assertThat(mappings).as("external address and port").hasSize(1);
        }
    }

    @Test
    void oneTenantsFloodOfMissesLeavesRoomForAnother() {
        List<byte[]> both = fromVms(twoTenants);
        byte[] noisy = both.get(0);
        byte[] quiet = both.get(1);
        assertThat(vsid(noisy)).isNotEqualTo(vsid(quiet));
        CaseConfig config = withOneOwner(noisy, quiet);
        var ports = new InMemoryPorts(config, 2);
        try (var gateway = new GatewayUnderTest(config, ports)) {
            int arrives = 1 - owner(gateway, noisy);
            for (int i = 0; i < FLOOD; i++) {
                gateway.arrive(arrives, "back", withPorts(noisy, 1000 + i, 53));
            }
            gateway.arrive(arrives, "back", quiet);
            while (gateway.core().heldFrames() > 0) {
                gateway.work();
            }
            Map<String, Long> sent =
                    ports.takeSent().stream()
                            .collect(
                                    Collectors.groupingBy(
                                            SeveralWorkersTest::address, Collectors.counting()));
            int refused =
                    gateway.accounts().drops().getOrDefault(DropReason.HANDOVER_FULL.label(), 0);
            assertThat(refused).as("of the flood").isBetween(FLOOD / 4, FLOOD - 100);
            assertThat(gateway.accounts().drops())
                    .isEqualTo(Map.of(DropReason.HANDOVER_FULL.label(), refused));
            assertThat(gateway.accounts().balanced()).isTrue();
            assertThat(sent.values())
                    .as("frames by external address")
                    .containsExactlyInAnyOrder((long) FLOOD - refused, 1L);
            assertThat(ports.framesInUse()).isZero();
        }
    }

    /// The case with a seed under which one worker owns both senders.
    private static CaseConfig withOneOwner(byte[] one, byte[] other) {
        CaseConfig config = GoldenCase.named("nat-two-tenants").config();
        for (long seed = 1; ; seed++) {
            CaseConfig seeded = withSeed(config, seed);
            try (var gateway = new GatewayUnderTest(seeded, new InMemoryPorts(seeded, 2))) {
                if (owner(gateway, one) == owner(gateway, other)) {
                    return seeded;
                }
            }
        }
    }

    private static CaseConfig withSeed(CaseConfig c, long seed) {
        return new CaseConfig(
                c.what(),
                seed,
                c.runOnMs(),
                c.overVeth(),
                c.connectionString(),
                c.links(),
                c.addresses(),
                c.routes(),
                c.neighbors(),
                c.changes(),
                c.desiredState());
    }

    private static int owner(GatewayUnderTest gateway, byte[] frame) {
        int compartment =
                gateway.core()
                        .compiler()
                        .published()
                        .get()
                        .forwarding()
                        .vsids()
                        .get(0, vsid(frame));
        int source = ByteBuffer.wrap(frame).getInt(INNER_IP + 12);
        return gateway.core()
                .pipeline(0)
                .nat()
                .owners()
                .inside(compartment, 0, IpAddress.mapped(source));
    }

    private static List<byte[]> fromVms(GoldenCase golden) {
        return golden.in().stream()
                .filter(frame -> frame.port().equals("back"))
                .map(CapturedFrame::bytes)
                .toList();
    }

    /// Without UDP checksum, which may be left out (RFC 768).
    ///
    /// @param source stays if negative
    private static byte[] withPorts(byte[] frame, int source, int destination) {
        ByteBuffer changed = ByteBuffer.wrap(frame.clone());
        if (source >= 0) {
            changed.putShort(INNER_UDP, (short) source);
        }
        changed.putShort(INNER_UDP + 2, (short) destination).putShort(INNER_UDP + 6, (short) 0);
        return changed.array();
    }

    private static int vsid(byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(OUTER_VSID) >>> 8;
    }

    private static String address(CapturedFrame frame) {
        return Integer.toHexString(ByteBuffer.wrap(frame.bytes()).getInt(14 + 12));
    }

    private static String source(CapturedFrame frame) {
        return address(frame) + ":" + ByteBuffer.wrap(frame.bytes()).getShort(14 + 20);
    }
}
