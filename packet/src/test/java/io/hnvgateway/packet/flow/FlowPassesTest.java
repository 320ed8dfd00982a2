package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The passes against the way of a single packet: parse, find, admit, execute. Both get the same
/// packets, most of them with something unusual about them.
class FlowPassesTest {
    private static final int PACKETS = 30_000;
    private static final int SERVER = 0xc633_6402;
    private static final int AT = FramePool.FRAME_BYTES + FramePool.HEADROOM_BYTES;
    private static final long NOW_NS = 5L << 20;

    private final Random random = new Random(11);
    private final NativeMemory memory = new NativeMemory();
    private final Side passes = new Side();
    private final Side single = new Side();
    private final FlowPasses underTest = passes.world.executor.passes(passes.table);
    private final Packet packet = new Packet();
    private final FlowKey key = new FlowKey();
    private final FlowAction action = new FlowAction();
    private int hits;

    /// One gateway with a frame and a table of its own.
    private final class Side {
        private final ExecutorWorld world = new ExecutorWorld();
        private final FlowTable table =
                new FlowTable(
                        memory.slots(64),
                        new FlowCounters(memory.allocate(16 * 64, 64), false),
                        7,
                        new AdjacencyReferences(0));
        private final MemorySegment frames =
                memory.allocate(2 * FramePool.FRAME_BYTES, FramePool.FRAME_BYTES);
        private final long ip = frames.address() + AT;
    }

    /// What the frame around the packet says.
    private record Origin(boolean overlay, int provider, int vsid, long mac) {}

    @AfterEach
    void close() {
        passes.world.close();
        single.world.close();
        memory.close();
    }

    @Test
    void executesWhatASinglePacketsWayExecutesToTheSameBytes() {
        for (int i = 0; i < PACKETS; i++) {
            if (i % 50 == 0) {
                change();
            }
            compare(origin());
        }
        assertThat(hits).isBetween(PACKETS / 10, PACKETS * 9 / 10);
    }

    @Test
    void doesNotCountWhatFindsTheRingFull() {
        change();
        passes.world.sent.full = true;
        int found = 0;
        for (int i = 0; i < 100; i++) {
            Origin origin = origin();
            int bytes = write(origin.overlay);
            HitCandidates c = candidate(origin, bytes);
            underTest.prepare(1);
            if (underTest.execute(0, 1, NOW_NS) == 1) {
                assertThat(c.wasSent(0)).isFalse();
                found++;
            }
        }
        assertThat(found).isPositive();
        for (int slot = 0; slot < passes.table.capacity(); slot++) {
            assertThat(passes.table.packets(passes.table.entry(slot))).isZero();
            assertThat(passes.table.bytes(passes.table.entry(slot))).isZero();
        }
    }

    /// Entries for one flow of each protocol and direction; adjacencies and generation as they may
    /// be at some time.
    private void change() {
        int flags = random.nextInt(5);
        int session = random.nextInt(4) == 0 ? FlowAction.NO_SESSION : 12;
        int generation = random.nextInt(5) == 0 ? 2 : 1;
        int vlan = random.nextInt(3) == 0 ? 7 : 0;
        int resolved = random.nextInt(8) == 0 ? 0 : Adjacency.RESOLVED;
        boolean outerDf = random.nextBoolean();
        int mtuBytes = random.nextInt(4) == 0 ? 60 : 1400;
        for (Side side : new Side[] {passes, single}) {
            ExecutorWorld world = side.world;
            Adjacency router = ExecutorWorld.neighbor(1, 0x0200_0000_0022L, 0x0200_0000_0002L);
            router.vlan = vlan;
            router.flags = resolved;
            router.mtuBytes = mtuBytes;
            world.write(world.router, router);
            Adjacency vm = world.overlay(4097);
            vm.flags = outerDf ? Adjacency.OUTER_DONT_FRAGMENT : 0;
            vm.mtuBytes = mtuBytes;
            world.write(world.vmEgress, vm);
            for (int protocol : new int[] {1, 6, 17, 50}) {
                boolean icmp = protocol == IpProtocol.ICMP;
                boolean ports = protocol != 50;
                FlowAction out = world.outbound(icmp ? 700 : 7000, 0x8123);
                FlowAction in = world.inbound(0x8123, icmp ? 700 : 7000);
                for (FlowAction a : new FlowAction[] {out, in}) {
                    a.flags = flags;
                    a.session = session;
                    a.generation = generation;
                }
                int toServer = icmp ? 700 << 16 : 7000 << 16 | 443;
                int toVm = icmp ? 0x8123 << 16 : 443 << 16 | 0x8123;
                key.set(ExecutorWorld.OWNER, ExecutorWorld.VM_ADDRESS, SERVER, toServer, protocol);
                key.sourcePort = ports ? key.sourcePort : 0;
                key.destinationPort = ports ? key.destinationPort : 0;
                side.table.insert(key, out, 0);
                key.set(0, SERVER, ExecutorWorld.PUBLIC_ADDRESS, toVm, protocol);
                key.sourcePort = ports ? key.sourcePort : 0;
                key.destinationPort = ports ? key.destinationPort : 0;
                side.table.insert(key, in, 0);
            }
        }
    }

    private boolean rarely() {
        return random.nextInt(25) == 0;
    }

    private Origin origin() {
        if (random.nextBoolean()) {
            return new Origin(false, 0, 0, 0);
        }
        return new Origin(
                true,
                ExecutorWorld.HOST_PA + (rarely() ? 1 : 0),
                ExecutorWorld.INGRESS_VSID + (rarely() ? 1 : 0),
                ExecutorWorld.VM_MAC + (rarely() ? 1 : 0));
    }

    /// Writes a packet, mostly of a flow with an entry, into both frames.
    ///
    /// @return bytes that may be read
    private int write(boolean overlay) {
        int payloadBytes = random.nextInt(rarely() ? 30 : 80);
        int totalBytes = Ipv4Header.BYTES + payloadBytes;
        int protocol = new int[] {1, 6, 17, 6, 17, 50}[random.nextInt(6)];
        byte[] body = new byte[80];
        random.nextBytes(body);
        int frame = rarely() ? totalBytes - 1 : totalBytes + random.nextInt(8);
        int fragment = rarely() ? random.nextInt(0x4000) : 0;
        int dontFragment = random.nextBoolean() ? Ipv4Header.DONT_FRAGMENT : 0;
        int source = overlay ? ExecutorWorld.VM_ADDRESS : SERVER;
        int destination = overlay ? SERVER : ExecutorWorld.PUBLIC_ADDRESS;
        int identification = random.nextInt(0x10000);
        int ttl = rarely() ? 1 : 2 + random.nextInt(250);
        boolean options = rarely();
        boolean broken = rarely();
        boolean stranger = rarely();
        int flags = rarely() ? random.nextInt(256) : 0x10;
        int udpBytes = rarely() ? random.nextInt(100) : payloadBytes;
        boolean unsummed = rarely();
        boolean odd = rarely();
        for (Side side : new Side[] {passes, single}) {
            side.frames.fill((byte) 0xee);
            long ip = side.ip;
            for (int i = 0; i < payloadBytes; i++) {
                Memory.put8(ip + Ipv4Header.BYTES + i, body[i]);
            }
            Ipv4Header.write(
                    ip,
                    totalBytes,
                    identification << 16 | dontFragment | fragment,
                    ttl << 8 | protocol,
                    Ipv4Header.addresses(source, destination + (stranger ? 1 : 0)));
            if (options) {
                Memory.put8(ip, 0x46);
                Ipv4Header.updateChecksum(ip, 24);
            }
            if (broken) {
                Memory.put16(ip + 10, Ipv4Header.checksum(ip) + 1);
            }
            long at = ip + Ipv4Header.BYTES;
            if (protocol == IpProtocol.ICMP) {
                Memory.put8(at, odd ? 3 : overlay ? 8 : 0);
                Memory.put16(at + 4, overlay ? 700 : 0x8123);
            } else {
                Memory.put32(at, overlay ? 7000 << 16 | 443 : 443 << 16 | 0x8123);
            }
            if (protocol == IpProtocol.TCP) {
                Memory.put16(at + 12, (odd ? 0xf000 : 0x5000) | flags);
            } else if (protocol == IpProtocol.UDP) {
                Memory.put16(at + 4, udpBytes);
                Memory.put16(at + 6, unsummed ? 0 : Memory.u16(at + 6));
            }
        }
        return frame;
    }

    private void compare(Origin origin) {
        int bytes = write(origin.overlay);
        String untouched = hex(passes);
        int before = single.world.sent.count;
        boolean hit = alone(origin, bytes);
        assertThat(batch(origin, bytes)).as("hit").isEqualTo(hit && hasPorts());
        if (hit && hasPorts()) {
            hits++;
            assertThat(single.world.sent.count).isEqualTo(before + 1);
            assertThat(passes.world.sent.count).isEqualTo(hits);
            assertThat(passes.world.sent.hex()).isEqualTo(single.world.sent.hex());
            assertThat(passes.world.sent.port).isEqualTo(single.world.sent.port);
            assertThat(hex(passes)).isEqualTo(hex(single));
            assertThat(counted(passes)).as("counters").isEqualTo(counted(single));
        } else {
            assertThat(hex(passes)).as("no hit is changed").isEqualTo(untouched);
        }
    }

    private boolean hasPorts() {
        return packet.protocol != 50;
    }

    private static String hex(Side side) {
        StringBuilder hex = new StringBuilder();
        for (int i = -100; i < 120; i += 4) {
            hex.append(Integer.toHexString(Memory.u32(side.ip + i))).append(' ');
        }
        return hex.toString();
    }

    private boolean alone(Origin origin, int bytes) {
        Packet p = packet;
        p.reset(0, single.ip, bytes, NOW_NS);
        p.overlay = origin.overlay;
        p.providerSourceHigh = 0;
        p.providerSourceLow = IpAddress.mapped(origin.provider);
        p.vsid = origin.vsid;
        p.innerSourceMac = origin.mac;
        p.compartment = origin.overlay ? ExecutorWorld.OWNER : 0;
        if (Ipv4Parser.parse(p, single.ip, single.ip + bytes) == Verdict.DROP
                || TransportParser.parse(p) == Verdict.DROP
                || p.isFragment()
                || (IcmpMessages.isMessage(p) && !IcmpMessages.isQuery(p))) {
            return false;
        }
        long entry = single.table.find(key.set(p), action);
        if (entry == 0 || !single.world.executor.admits(p, action)) {
            return false;
        }
        if (hasPorts()) {
            single.table.carried(entry, p, NOW_NS);
            assertThat(single.world.executor.execute(p, action)).isEqualTo(Verdict.FORWARD);
        }
        return true;
    }

    private HitCandidates candidate(Origin origin, int bytes) {
        HitCandidates c = underTest.candidates();
        c.ip[0] = bytes < HitCandidates.LEAST_BYTES ? HitCandidates.NONE : passes.ip;
        c.limit[0] = passes.ip + bytes;
        c.compartment[0] = origin.overlay ? ExecutorWorld.OWNER : 0;
        c.provider[0] = origin.overlay ? IpAddress.mapped(origin.provider) : 0;
        c.sourceMac[0] = origin.mac;
        c.vsid[0] = origin.vsid;
        return c;
    }

    private boolean batch(Origin origin, int bytes) {
        HitCandidates c = candidate(origin, bytes);
        underTest.prepare(1);
        boolean hit = underTest.execute(0, 1, NOW_NS) == 1;
        if (hit) {
            assertThat(c.wasSent(0)).isTrue();
            assertThat(c.owner(0)).isEqualTo(ExecutorWorld.OWNER);
        }
        return hit;
    }

    private static long counted(Side side) {
        long sum = 0;
        for (int slot = 0; slot < side.table.capacity(); slot++) {
            long entry = side.table.entry(slot);
            sum +=
                    side.table.bytes(entry) * 31
                            + side.table.packets(entry)
                            + FlowEntry.acknowledged(entry);
        }
        return sum;
    }
}
