package io.hnvgateway.packet.flow;

import static io.hnvgateway.packet.flow.GoldenFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlowExecutorTest {
    private final ExecutorWorld world = new ExecutorWorld();
    private final FlowExecutor executor = world.executor;

    @AfterEach
    void close() {
        world.close();
    }

    @Nested
    class Executes {
        @Test
        void tcpOutThroughNatToTheRouterAndPadsWithZeroes() {
            Packet p = world.receive(IN_TCP);
            assertThat(executor.execute(p, world.outbound(40000, 50000)))
                    .isEqualTo(Verdict.FORWARD);
            assertThat(world.sent.hex()).isEqualTo(OUT_TCP);
            assertThat(world.sent.port).isEqualTo(1);
        }

        @Test
        void udpInThroughNatAndNvgreWithItsPadTrimmedAndANewIdentification() {
            Packet p = world.receive(IN_UDP);
            FlowAction a = world.inbound(50001, 40001);
            a.flags = FlowAction.NEW_IDENTIFICATION;
            assertThat(executor.execute(p, a)).isEqualTo(Verdict.FORWARD);
            assertThat(world.sent.hex()).isEqualTo(OUT_UDP);
            assertThat(world.sent.port).isZero();
        }

        @Test
        void pingOutThroughNatByItsIdentifier() {
            Packet p = world.receive(IN_PING);
            assertThat(executor.execute(p, world.outbound(0x0102, 0xbeef)))
                    .isEqualTo(Verdict.FORWARD);
            assertThat(world.sent.hex()).isEqualTo(OUT_PING);
        }

        @Test
        void leavesTheOuterIdentificationToTheCounterWhenDfIsOff() {
            Adjacency a = world.overlay(4097);
            a.flags = 0;
            world.write(world.vmEgress, a);
            executor.execute(world.receive(IN_UDP), world.inbound(50001, 40001));
            assertThat(world.sent.hex().substring(36, 44)).isEqualTo("80000000");
        }

        @Test
        void keepsTheFrameForAnUnresolvedNeighbour() {
            Adjacency unresolved = ExecutorWorld.neighbor(1, 0, 0x020000000002L);
            unresolved.flags = 0;
            world.write(world.router, unresolved);
            Packet p = world.receive(IN_TCP);
            assertThat(executor.execute(p, world.outbound(40000, 50000))).isEqualTo(Verdict.HOLD);
            assertThat(world.held.slot).isEqualTo(world.router);
            assertThat(world.held.hex).isEqualTo("000000000000" + OUT_TCP.substring(12));
            assertThat(world.sent.count).isZero();
        }

        @Test
        void holdsAnOverlayFrameForTheHostsNeighbour() {
            Adjacency unresolved = ExecutorWorld.neighbor(0, 0, 0x020000000001L);
            unresolved.flags = 0;
            world.write(world.host, unresolved);
            Packet p = world.receive(IN_UDP);
            assertThat(executor.execute(p, world.inbound(50001, 40001))).isEqualTo(Verdict.HOLD);
            assertThat(world.held.slot).isEqualTo(world.host);
        }

        @Test
        void followsAVmToAnotherHostAtOnce() {
            executor.execute(world.receive(IN_UDP), world.inbound(50001, 40001));
            Adjacency moved = world.overlay(4097);
            moved.destinationLow = IpAddress.mapped(0xc0000203);
            world.write(world.vmEgress, moved);
            executor.execute(world.receive(IN_UDP), world.inbound(50001, 40001));
            assertThat(world.sent.hex().substring(60, 68)).isEqualTo("c0000203");
        }

        @Test
        void followsANextHopToAnotherMacAtOnce() {
            executor.execute(world.receive(IN_TCP), world.outbound(40000, 50000));
            world.write(world.router, ExecutorWorld.neighbor(1, 0x020000000033L, 0x020000000002L));
            executor.execute(world.receive(IN_TCP), world.outbound(40000, 50000));
            assertThat(world.sent.hex()).startsWith("020000000033");
        }

        @Test
        void dropsWhatTheWaitingRoomRefuses() {
            Adjacency unresolved = ExecutorWorld.neighbor(1, 0, 0x020000000002L);
            unresolved.flags = 0;
            world.write(world.router, unresolved);
            world.held.full = true;
            dropped(world.receive(IN_TCP), DropReason.NEIGHBOR_HOLD_FULL);
        }

        @Test
        void dropsWhenTheRingIsFull() {
            world.sent.full = true;
            dropped(world.receive(IN_TCP), DropReason.TRANSMIT_RING_FULL);
        }

        @Test
        void dropsWhenTheAdjacencyIsGone() {
            world.adjacencies.release(world.router);
            dropped(world.receive(IN_TCP), DropReason.NO_ROUTE);
        }

        @Test
        void dropsWhenTheHostsNeighbourIsGone() {
            world.adjacencies.release(world.host);
            Packet p = world.receive(IN_UDP);
            assertThat(executor.execute(p, world.inbound(50001, 40001))).isEqualTo(Verdict.DROP);
            assertThat(p.dropReason).isEqualTo(DropReason.NO_ROUTE);
        }

        @Test
        void dropsRatherThanWriteBeforeTheFrame() {
            Packet p = world.receive(IN_UDP);
            long near = p.address - 256 + 40;
            Memory.copy(p.ip, near, p.ipTotalBytes);
            p.transport += near - p.ip;
            p.ip = near;
            assertThat(executor.execute(p, world.inbound(50001, 40001))).isEqualTo(Verdict.DROP);
            assertThat(p.dropReason).isEqualTo(DropReason.INTERNAL_ERROR);
        }

        private void dropped(Packet p, DropReason reason) {
            assertThat(executor.execute(p, world.outbound(40000, 50000))).isEqualTo(Verdict.DROP);
            assertThat(p.dropReason).isEqualTo(reason);
        }
    }

    @Nested
    class Admits {
        private final FlowAction out = world.outbound(40000, 50000);
        private final FlowAction in = world.inbound(50001, 40001);

        @Test
        void whatMatchesItsEntry() {
            assertThat(executor.admits(world.receive(IN_TCP), out)).isTrue();
            assertThat(executor.admits(world.receive(IN_UDP), in)).isTrue();
        }

        @Test
        void nothingOfAnOldGeneration() {
            world.generations.advance(ExecutorWorld.OWNER + 1);
            assertThat(executor.admits(world.receive(IN_TCP), out)).as("another's").isTrue();
            world.generations.advance(ExecutorWorld.OWNER);
            assertThat(executor.admits(world.receive(IN_TCP), out)).isFalse();
        }

        @Test
        void noPacketFromAnotherProviderAddress() {
            Packet p = world.receive(IN_TCP);
            p.providerSourceLow++;
            assertThat(executor.admits(p, out)).isFalse();
        }

        @Test
        void noPacketWithAnotherVsid() {
            Packet p = world.receive(IN_TCP);
            p.vsid++;
            assertThat(executor.admits(p, out)).isFalse();
        }

        @Test
        void noPacketWithAnotherInnerSourceMac() {
            Packet p = world.receive(IN_TCP);
            p.innerSourceMac++;
            assertThat(executor.admits(p, out)).isFalse();
        }

        @Test
        void noPacketOfASuspendedFlow() {
            out.flags |= FlowAction.SUSPENDED;
            assertThat(executor.admits(world.receive(IN_TCP), out)).isFalse();
        }

        @Test
        void noPacketFromTheOtherSide() {
            Packet overlay = world.receive(IN_TCP);
            overlay.overlay = false;
            assertThat(executor.admits(overlay, out)).isFalse();
            Packet frontEnd = world.receive(IN_UDP);
            frontEnd.overlay = true;
            assertThat(executor.admits(frontEnd, in)).isFalse();
        }

        @Test
        void noPacketWhoseOriginIsGone() {
            world.adjacencies.release(world.vmIngress);
            assertThat(executor.admits(world.receive(IN_TCP), out)).isFalse();
            out.ingressAdjacency = 0;
            assertThat(executor.admits(world.receive(IN_TCP), out)).isFalse();
        }

        @Test
        void noPacketAtItsLastHop() {
            Packet p = world.receive(IN_TCP);
            p.ttl = 2;
            assertThat(executor.admits(p, out)).isTrue();
            p.ttl = 1;
            assertThat(executor.admits(p, out)).isFalse();
        }

        @Test
        void noPacketWithOptions() {
            Packet p = world.receive(IN_TCP);
            p.ipHeaderBytes = 24;
            assertThat(executor.admits(p, out)).isFalse();
        }

        @Test
        void noPacketForANeighbourThatMustBeAskedFor() {
            Adjacency unresolved = ExecutorWorld.neighbor(0, 0, 0x020000000001L);
            unresolved.flags = 0;
            world.write(world.host, unresolved);
            assertThat(executor.admits(world.receive(IN_UDP), in)).as("behind a host").isFalse();
            assertThat(executor.admits(world.receive(IN_TCP), out)).isTrue();
            world.write(world.router, unresolved);
            assertThat(executor.admits(world.receive(IN_TCP), out)).isFalse();
        }

        @Test
        void noFragment() {
            Packet p = world.receive(IN_TCP);
            p.moreFragments = true;
            assertThat(executor.admits(p, out)).isFalse();
            p.moreFragments = false;
            p.fragmentOffset = 8;
            assertThat(executor.admits(p, out)).isFalse();
        }

        @Test
        void noPacketThatChangesTheStateOfASession() {
            for (int flag : new int[] {1, 2, 4}) {
                Packet p = world.receive(IN_TCP);
                p.tcpFlags = 16 | flag;
                out.session = 12;
                assertThat(executor.admits(p, out)).as("flag %d", flag).isFalse();
            }
        }

        @Test
        void withoutASessionAllButASynWhoseMssIsToBeClamped() {
            Packet p = world.receive(IN_TCP);
            out.session = FlowAction.NO_SESSION;
            p.tcpFlags = 16 | 1 | 4;
            assertThat(executor.admits(p, out)).isTrue();
            p.tcpFlags = 2;
            assertThat(executor.admits(p, out)).isFalse();
        }

        @Test
        void noPacketThatIsTooLongForWhereItGoes() {
            Packet p = world.receive(IN_UDP);
            p.ipTotalBytes = 1458;
            assertThat(executor.admits(p, in)).isTrue();
            p.ipTotalBytes = 1459;
            assertThat(executor.admits(p, in)).isFalse();
            p.ipTotalBytes = 20;
            in.egressAdjacency = 0;
            assertThat(executor.admits(p, in)).as("nowhere").isFalse();
        }
    }
}
