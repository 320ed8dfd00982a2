package io.hnvgateway.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.dataplane.netlink.KernelNeighbor;
import io.hnvgateway.nat.NatSessionView;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Verdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each packet of a session that leaves counts once, be it on the slow path or by its entry; one
/// that is dropped does not.
class FlowCountingTest {
    private static final int TENANTS = 2;
    private static final int FLOWS = 16;
    private static final int IP_BYTES = 38;

    /// More than fits into a tunnel.
    private static final int LONG_BYTES = 1480;

    @Test
    void theFirstPacketAndThoseByTheEntryCountOnceForTheirDirection() {
        try (PipelineWorld world = new PipelineWorld(TENANTS, FLOWS)) {
            PipelineTraffic traffic = new PipelineTraffic(world, TENANTS, FLOWS);
            for (int i = 0; i < PipelineProbe.CHUNKS; i++) {
                traffic.openSome();
            }
            for (int flow = 0; flow < FLOWS; flow++) {
                carry(world, traffic, flow, 1 + flow % 3);
            }
            List<NatSessionView> sessions = sessions(world);
            assertThat(sessions).hasSize(FLOWS);
            assertThat(sessions.stream().map(s -> s.carried().packetsIn()).sorted())
                    .isEqualTo(inwardOfEach().sorted().toList());
            for (NatSessionView session : sessions) {
                NatSessionView.Carried carried = session.carried();
                assertThat(carried.packetsOut()).isEqualTo(1 + carried.packetsIn());
                assertThat(carried.bytesOut()).isEqualTo(carried.packetsOut() * IP_BYTES);
                assertThat(carried.bytesIn()).isEqualTo(carried.packetsIn() * IP_BYTES);
            }
        }
    }

    @Test
    void aPacketOfASessionThatTheSlowPathDropsDoesNotCount() {
        assertThat(inwardOfOneFlow(IP_BYTES, 0, 1)).isEqualTo(carriedInward(1, IP_BYTES));
        assertThat(inwardOfOneFlow(LONG_BYTES, Ipv4Header.DONT_FRAGMENT, 64))
                .isEqualTo(carriedInward(1, IP_BYTES));
    }

    @Test
    void aPacketThatTheSlowPathForwardsInPiecesCountsOnceAsItArrived() {
        assertThat(inwardOfOneFlow(LONG_BYTES, 0, 64))
                .isEqualTo(carriedInward(2, IP_BYTES + LONG_BYTES));
    }

    @Test
    void aPacketThatFindsTheRingFullDoesNotCount() {
        assertThat(outwardWithFullRing(false)).isEqualTo(2);
    }

    /// A packet that the passes leave alone: its outer header has options.
    @Test
    void noMoreDoesOneThatGoesTheWholeWay() {
        assertThat(outwardWithFullRing(true)).isEqualTo(2);
    }

    /// Packets that a flow has counted outward: its first, one by its entry, and one by its entry
    /// that finds no room in the ring of the port.
    private static long outwardWithFullRing(boolean outerOptions) {
        try (PipelineWorld world = new PipelineWorld(TENANTS, FLOWS)) {
            PipelineTraffic traffic = new PipelineTraffic(world, TENANTS, FLOWS);
            for (int i = 0; i < PipelineProbe.CHUNKS; i++) {
                traffic.openSome();
            }
            sendOutward(world, traffic, outerOptions);
            world.front.full = true;
            int free = world.frames.available();
            sendOutward(world, traffic, outerOptions);
            assertThat(world.frames.available()).as("frames").isEqualTo(free);
            assertThat(dropped(world)).isEqualTo(1);
            return sessions(world).stream()
                    .mapToLong(session -> session.carried().packetsOut())
                    .max()
                    .orElseThrow();
        }
    }

    private static void sendOutward(
            PipelineWorld world, PipelineTraffic traffic, boolean outerOptions) {
        FrameBatch both = traffic.bothWays(0);
        world.frames.free(both.address(1));
        FrameBatch batch = new FrameBatch();
        if (outerOptions) {
            batch.add(withOuterOptions(both.address(0)), both.length(0) + Integer.BYTES);
        } else {
            batch.add(both.address(0), both.length(0));
        }
        world.core.pipeline().onBatch(world.back, batch, world.nowNs);
    }

    /// Puts four octets of NOP into the outer IPv4 header.
    ///
    /// @return where the frame begins now
    private static long withOuterOptions(long frame) {
        long moved = frame - Integer.BYTES;
        Memory.copy(frame, moved, EthernetHeader.BYTES + Ipv4Header.BYTES);
        long ip = moved + EthernetHeader.BYTES;
        Memory.put8(ip, 0x46);
        Memory.put16(ip + 2, Ipv4Header.totalBytes(ip) + Integer.BYTES);
        Memory.put32(ip + Ipv4Header.BYTES, 0x0101_0101);
        Ipv4Header.updateChecksum(ip, Ipv4Header.BYTES + Integer.BYTES);
        return moved;
    }

    private static long dropped(PipelineWorld world) {
        var snapshot = world.core.compiler().published().get().forwarding();
        return snapshot.compartments().stream()
                .mapToLong(c -> c.state().counters().drops(DropReason.TRANSMIT_RING_FULL))
                .sum();
    }

    @Test
    void aPacketThatWaitsForANeighborCountsOnceWhenItLeaves() {
        try (PipelineWorld world = new PipelineWorld(TENANTS, FLOWS)) {
            PipelineTraffic traffic = new PipelineTraffic(world, TENANTS, FLOWS);
            for (int i = 0; i < PipelineProbe.CHUNKS; i++) {
                traffic.openSome();
            }
            assertThat(outward(world)).isEqualTo(FLOWS);
            long forwarded = forwarded(world);
            world.neighbors(KernelNeighbor.State.FAILED);
            FrameBatch both = traffic.bothWays(0);
            one(world, both, 0);
            one(world, both, 1);
            assertThat(world.core.pipeline().heldFrames()).isEqualTo(2);
            assertThat(outward(world)).isEqualTo(FLOWS);
            assertThat(inward(world)).isZero();
            assertThat(forwarded(world)).isEqualTo(forwarded);

            world.neighbors(KernelNeighbor.State.REACHABLE);
            world.core.pipeline().doWork(world.nowNs);
            assertThat(world.core.pipeline().heldFrames()).isZero();
            assertThat(outward(world)).isEqualTo(FLOWS + 1);
            assertThat(inward(world)).isEqualTo(1);
            assertThat(forwarded(world)).isEqualTo(forwarded + 2);
        }
    }

    private static long outward(PipelineWorld world) {
        return sessions(world).stream().mapToLong(s -> s.carried().packetsOut()).sum();
    }

    private static long inward(PipelineWorld world) {
        return sessions(world).stream().mapToLong(s -> s.carried().packetsIn()).sum();
    }

    /// Packets that left, by the counters of the compartment that all of flow 0 belongs to.
    private static long forwarded(PipelineWorld world) {
        Compartment owner =
                Objects.requireNonNull(
                        world.core.compiler().published().get().forwarding().compartment(1));
        return owner.state().counters().verdicts(Verdict.FORWARD);
    }

    private static List<Long> carriedInward(long packets, long bytes) {
        return List.of(packets, bytes);
    }

    /// What a flow has counted inward after a packet that its entry carried in both directions and
    /// another inward.
    private static List<Long> inwardOfOneFlow(int ipBytes, int fragmentField, int ttl) {
        try (PipelineWorld world = new PipelineWorld(TENANTS, FLOWS)) {
            PipelineTraffic traffic = new PipelineTraffic(world, TENANTS, FLOWS);
            for (int i = 0; i < PipelineProbe.CHUNKS; i++) {
                traffic.openSome();
            }
            carry(world, traffic, 0, 1);
            FrameBatch both = traffic.bothWays(0);
            world.frames.free(both.address(0));
            FrameBatch batch = new FrameBatch();
            batch.add(both.address(1), EthernetHeader.BYTES + ipBytes);
            header(both.address(1) + EthernetHeader.BYTES, ipBytes, fragmentField, ttl);
            world.core.pipeline().onBatch(world.front, batch, world.nowNs);
            return sessions(world).stream()
                    .map(NatSessionView::carried)
                    .filter(carried -> carried.packetsIn() > 0)
                    .map(carried -> List.of(carried.packetsIn(), carried.bytesIn()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void header(long ip, int ipBytes, int fragmentField, int ttl) {
        long addresses = Ipv4Header.addresses(Ipv4Header.source(ip), Ipv4Header.destination(ip));
        Ipv4Header.write(ip, ipBytes, fragmentField, ttl << 8 | IpProtocol.UDP, addresses);
        Memory.put16(ip + Ipv4Header.BYTES + 4, ipBytes - Ipv4Header.BYTES);
    }

    private static Stream<Long> inwardOfEach() {
        return IntStream.range(0, FLOWS).mapToObj(flow -> 1L + flow % 3);
    }

    private static void carry(PipelineWorld world, PipelineTraffic traffic, int flow, int times) {
        for (int i = 0; i < times; i++) {
            FrameBatch both = traffic.bothWays(flow);
            one(world, both, 0);
            one(world, both, 1);
        }
    }

    private static void one(PipelineWorld world, FrameBatch both, int i) {
        FrameBatch batch = new FrameBatch();
        batch.add(both.address(i), both.length(i));
        world.core.pipeline().onBatch(i == 0 ? world.back : world.front, batch, world.nowNs);
    }

    private static List<NatSessionView> sessions(PipelineWorld world) {
        List<NatSessionView> all = new ArrayList<>();
        BitSet compartments = new BitSet();
        compartments.set(1, TENANTS + 1);
        world.core.pipeline().nat().forEachSession(0, compartments, world.nowNs, all::add);
        return all;
    }
}
