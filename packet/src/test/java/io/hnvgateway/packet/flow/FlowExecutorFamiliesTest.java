package io.hnvgateway.packet.flow;

import static io.hnvgateway.packet.flow.GoldenFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both families inside and outside, VLAN tags and IP rewrite; IPv4 in IPv4 is [FlowExecutorTest].
class FlowExecutorFamiliesTest {
    private final ExecutorWorld world = new ExecutorWorld();
    private final FlowExecutor executor = world.executor;

    @AfterEach
    void close() {
        world.close();
    }

    private void forwarded(String in, FlowAction a, String out) {
        assertThat(executor.execute(world.receive(in), a)).isEqualTo(Verdict.FORWARD);
        assertThat(world.sent.hex()).isEqualTo(out);
    }

    private FlowAction inboundTo(int egress) {
        return world.plain(world.frontEnd, egress);
    }

    private void tag(int slot, int vlan, Adjacency neighbor) {
        neighbor.vlan = vlan;
        world.write(slot, neighbor);
    }

    @Nested
    class Encapsulates {
        @Test
        void ipv6InIpv4() {
            forwarded(IN6_TCP, inboundTo(world.vmEgress), OUT_6IN4);
        }

        @Test
        void ipv6InIpv6WithAFlowLabelOfTheInnerFlow() {
            forwarded(IN6_TCP, inboundTo(world.vm6Egress), OUT_6IN6);
        }

        @Test
        void ipv4InIpv6() {
            FlowAction a = world.inbound(50001, 40001);
            a.egressAdjacency = world.vm6Egress;
            a.flags = FlowAction.NEW_IDENTIFICATION;
            forwarded(IN_UDP, a, OUT_4IN6);
        }

        @Test
        void intoAVlan() {
            tag(world.host, 100, ExecutorWorld.neighbor(0, 0x020000000011L, 0x020000000001L));
            FlowAction a = world.inbound(50001, 40001);
            a.egressAdjacency = world.vm6Egress;
            a.flags = FlowAction.NEW_IDENTIFICATION;
            forwarded(IN_UDP, a, OUT_4IN6_VLAN);
        }

        @ParameterizedTest
        @CsvSource({"79, false", "80, true"})
        void onlyWhereTheHeadroomHoldsAllHeadersAndATag(int headroom, boolean fits) {
            Packet p = world.receive(IN6_TCP);
            long near = FramePool.frameOf(p.ip) + headroom;
            Memory.copy(p.ip, near, p.ipTotalBytes);
            p.transport += near - p.ip;
            p.ip = near;
            Verdict verdict = executor.execute(p, inboundTo(world.vm6Egress));
            assertThat(verdict).isEqualTo(fits ? Verdict.FORWARD : Verdict.DROP);
            assertThat(p.dropReason).isEqualTo(fits ? null : DropReason.INTERNAL_ERROR);
        }
    }

    @Nested
    class SendsToTheNeighbour {
        @Test
        void ipv6WithItsPrefixTranslatedAndNoChecksumChanged() {
            FlowAction a = world.plain(world.vm6Ingress, world.router);
            IpAddress outside = IpAddress.parse("2001:db8:1:cf46::4");
            a.rewriteSource(outside.high(), outside.low());
            a.action |= FlowAction.DECAPSULATE;
            forwarded(IN_6IN6_PING, a, OUT6_PING);
        }

        @Test
        void aTaggedFrameThatIsLongEnoughWithoutItsTag() {
            tag(world.router, 4094, ExecutorWorld.neighbor(1, 0x020000000022L, 0x020000000002L));
            forwarded(IN_TCP, world.outbound(40000, 50000), OUT_TCP_VLAN);
            assertThat(world.sent.frame).hasSize(64);
        }

        @Test
        void andHoldsATaggedFrameWhole() {
            Adjacency unresolved = ExecutorWorld.neighbor(1, 0, 0x020000000002L);
            unresolved.flags = 0;
            tag(world.router, 4094, unresolved);
            Packet p = world.receive(IN_TCP);
            assertThat(executor.execute(p, world.outbound(40000, 50000))).isEqualTo(Verdict.HOLD);
            assertThat(world.held.hex).isEqualTo("000000000000" + OUT_TCP_VLAN.substring(12));
        }
    }

    @Nested
    class RewritesForAVmWithAProviderAddress {
        @Test
        void ofIpv4AfterNat() {
            world.write(world.rewritten, world.rewrite("192.0.2.44"));
            FlowAction a = world.inbound(50001, 40001);
            a.egressAdjacency = world.rewritten;
            a.flags = FlowAction.NEW_IDENTIFICATION;
            forwarded(IN_UDP, a, OUT_REWRITTEN);
            assertThat(world.sent.port).isZero();
        }

        @Test
        void ofIpv6() {
            world.write(world.rewritten, world.rewrite("2001:db8:ff::44"));
            forwarded(IN6_TCP, inboundTo(world.rewritten), OUT6_REWRITTEN);
        }

        @Test
        void butNotIntoTheOtherFamily() {
            world.write(world.rewritten, world.rewrite("192.0.2.44"));
            Packet p = world.receive(IN6_TCP);
            assertThat(executor.execute(p, inboundTo(world.rewritten))).isEqualTo(Verdict.DROP);
            assertThat(p.dropReason).isEqualTo(DropReason.NO_ROUTE);
        }

        @Test
        void andHoldsForTheNeighbourThatLeadsToIt() {
            Adjacency unresolved = ExecutorWorld.neighbor(0, 0, 0x020000000001L);
            unresolved.flags = 0;
            world.write(world.host, unresolved);
            world.write(world.rewritten, world.rewrite("2001:db8:ff::44"));
            assertThat(executor.execute(world.receive(IN6_TCP), inboundTo(world.rewritten)))
                    .isEqualTo(Verdict.HOLD);
            assertThat(world.held.slot).isEqualTo(world.host);
        }
    }

    @Nested
    class Admits {
        private final FlowAction in = inboundTo(world.vm6Egress);
        private final FlowAction out = world.plain(world.vm6Ingress, world.router);

        @Test
        void plainIpv6() {
            assertThat(executor.admits(world.receive(IN6_TCP), in)).isTrue();
            assertThat(executor.admits(world.receive(IN_6IN6_PING), out)).isTrue();
        }

        @Test
        void noIpv6WithExtensionHeadersAndNoneAtItsLastHop() {
            Packet p = world.receive(IN6_TCP);
            p.ipHeaderBytes = 48;
            assertThat(executor.admits(p, in)).isFalse();
            p.ipHeaderBytes = 20;
            assertThat(executor.admits(p, in)).isFalse();
            p.ipHeaderBytes = 40;
            p.ttl = 1;
            assertThat(executor.admits(p, in)).isFalse();
        }

        @Test
        void noIpv6Fragment() {
            Packet p = world.receive(IN6_TCP);
            p.moreFragments = true;
            assertThat(executor.admits(p, in)).isFalse();
        }

        @Test
        void noPacketFromAProviderAddressThatDiffersInItsHighHalfAlone() {
            Packet p = world.receive(IN_6IN6_PING);
            p.providerSourceHigh++;
            assertThat(executor.admits(p, out)).isFalse();
        }

        @Test
        void whatFitsTheMtuOfAnOuterIpv6Tunnel() {
            Packet p = world.receive(IN6_TCP);
            p.ipTotalBytes = 1438;
            assertThat(executor.admits(p, in)).isTrue();
            p.ipTotalBytes = 1439;
            assertThat(executor.admits(p, in)).isFalse();
        }

        @Test
        void aRewrittenVmOnceItsNeighbourIsKnown() {
            world.write(world.rewritten, world.rewrite("2001:db8:ff::44"));
            FlowAction a = inboundTo(world.rewritten);
            assertThat(executor.admits(world.receive(IN6_TCP), a)).isTrue();
            world.adjacencies.release(world.host);
            assertThat(executor.admits(world.receive(IN6_TCP), a)).isFalse();
        }
    }
}
