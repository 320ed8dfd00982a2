package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/// A gateway small enough for one test: a VM behind a host on port 0, a router on port 1.
final class ExecutorWorld implements AutoCloseable {
    static final int VM_ADDRESS = 0x0a000004;
    static final int PUBLIC_ADDRESS = 0xcb007101;
    static final int OWNER = 3;
    static final long VM_MAC = 0x00155d000004L;
    static final int HOST_PA = 0xc0000202;
    static final int INGRESS_VSID = 5000;
    static final IpAddress GATEWAY_PA6 = IpAddress.parse("2001:db8:ff::1");
    static final IpAddress HOST_PA6 = IpAddress.parse("2001:db8:ff::2");

    private final NativeMemory memory = new NativeMemory();
    private final MemorySegment frames =
            memory.allocate(4 * FramePool.FRAME_BYTES, FramePool.FRAME_BYTES);

    final AdjacencyTable adjacencies = new AdjacencyTable(memory.slots(16));
    final Generations generations = new Generations(memory.allocate(64, 64));
    final Sent sent = new Sent();
    final Held held = new Held();
    final FlowExecutor executor =
            new FlowExecutor(
                    adjacencies, sent, held, generations, new IpIdentifications(0x8000, 16));
    final Packet packet = new Packet();

    final int router = adjacencies.allocate();
    final int host = adjacencies.allocate();
    final int vmIngress = adjacencies.allocate();
    final int vmEgress = adjacencies.allocate();
    final int frontEnd = adjacencies.allocate();
    final int vm6Ingress = adjacencies.allocate();
    final int vm6Egress = adjacencies.allocate();
    final int rewritten = adjacencies.allocate();

    ExecutorWorld() {
        write(router, neighbor(1, 0x020000000022L, 0x020000000002L));
        write(host, neighbor(0, 0x020000000011L, 0x020000000001L));
        write(vmIngress, overlay(INGRESS_VSID));
        write(vmEgress, overlay(4097));
        write(vm6Ingress, overlay6(INGRESS_VSID));
        write(vm6Egress, overlay6(4097));
        Adjacency any = new Adjacency();
        any.kind = Adjacency.FRONT_END;
        write(frontEnd, any);
        generations.advance(OWNER);
    }

    void write(int slot, Adjacency a) {
        adjacencies.write(slot, a);
    }

    static Adjacency neighbor(int port, long mac, long portMac) {
        Adjacency a = new Adjacency();
        a.kind = Adjacency.NEIGHBOR;
        a.port = port;
        a.mtuBytes = 1500;
        a.destinationMac = mac;
        a.sourceMac = portMac;
        a.flags = Adjacency.RESOLVED;
        return a;
    }

    Adjacency overlay(int vsid) {
        Adjacency a = new Adjacency();
        a.kind = Adjacency.OVERLAY;
        a.mtuBytes = 1458;
        a.destinationMac = VM_MAC;
        a.sourceMac = 0x02005e000001L;
        a.providerSourceLow = IpAddress.mapped(0xc0000201);
        a.destinationLow = IpAddress.mapped(HOST_PA);
        a.vsid = vsid;
        a.nextHop = host;
        a.flags = Adjacency.OUTER_DONT_FRAGMENT;
        return a;
    }

    /// As [#overlay], behind a host with an IPv6 provider address.
    Adjacency overlay6(int vsid) {
        Adjacency a = overlay(vsid);
        a.mtuBytes = 1438;
        a.providerSourceHigh = GATEWAY_PA6.high();
        a.providerSourceLow = GATEWAY_PA6.low();
        a.destinationHigh = HOST_PA6.high();
        a.destinationLow = HOST_PA6.low();
        return a;
    }

    /// A VM with a provider address of its own, on the host's link.
    Adjacency rewrite(String providerAddress) {
        IpAddress own = IpAddress.parse(providerAddress);
        Adjacency a = overlay(4097);
        a.kind = Adjacency.REWRITE;
        a.mtuBytes = 1500;
        a.destinationHigh = own.high();
        a.destinationLow = own.low();
        return a;
    }

    /// The action of a flow between the outside and the VM that rewrites nothing.
    FlowAction plain(int ingress, int egress) {
        FlowAction a = new FlowAction();
        a.owner = OWNER;
        a.generation = 1;
        a.ingressAdjacency = ingress;
        a.egressAdjacency = egress;
        return a;
    }

    /// The action of the VM's flow to the outside.
    FlowAction outbound(int port, int publicPort) {
        FlowAction a = new FlowAction();
        a.rewriteSource(VM_ADDRESS, port, PUBLIC_ADDRESS, publicPort);
        a.action |= FlowAction.DECAPSULATE;
        a.owner = OWNER;
        a.generation = 1;
        a.ingressAdjacency = vmIngress;
        a.egressAdjacency = router;
        a.session = 12;
        return a;
    }

    /// The action of the way back.
    FlowAction inbound(int publicPort, int port) {
        FlowAction a = new FlowAction();
        a.rewriteDestination(PUBLIC_ADDRESS, publicPort, VM_ADDRESS, port);
        a.action |= FlowAction.ENCAPSULATE;
        a.owner = OWNER;
        a.generation = 1;
        a.ingressAdjacency = frontEnd;
        a.egressAdjacency = vmEgress;
        a.session = 12;
        return a;
    }

    /// Puts a frame where received data stands and parses it, through NVGRE when it is that. The
    /// frame's other bytes are 0xee: what another packet left there.
    Packet receive(String hex) {
        return receive(HexFormat.of().parseHex(hex));
    }

    Packet receive(byte[] frame) {
        frames.fill((byte) 0xee);
        long address = frames.address() + FramePool.FRAME_BYTES + FramePool.HEADROOM_BYTES;
        MemorySegment.copy(
                frame, 0, frames, ValueLayout.JAVA_BYTE, address - frames.address(), frame.length);
        packet.reset(0, address, frame.length, 0);
        parse(address);
        if (packet.protocol == 47) {
            decapsulate(packet.ip + packet.ipHeaderBytes);
        }
        TransportParser.parse(packet);
        return packet;
    }

    private void decapsulate(long gre) {
        packet.overlay = true;
        packet.providerSourceHigh = packet.sourceHigh();
        packet.providerSourceLow = packet.sourceLow();
        packet.providerDestinationHigh = packet.destinationHigh();
        packet.providerDestinationLow = packet.destinationLow();
        packet.vsid = GreHeader.vsid(gre);
        long inner = gre + GreHeader.NVGRE_BYTES;
        packet.innerSourceMac = EthernetHeader.source(inner);
        packet.innerDestinationMac = EthernetHeader.destination(inner);
        packet.compartment = OWNER;
        parse(inner);
    }

    private void parse(long ethernet) {
        long ip = ethernet + EthernetHeader.BYTES;
        boolean ipv6 = EthernetHeader.type(ethernet) == EthernetHeader.TYPE_IPV6;
        Verdict verdict =
                ipv6
                        ? Ipv6Parser.parse(packet, ip, packet.end())
                        : Ipv4Parser.parse(packet, ip, packet.end());
        if (verdict != Verdict.CONTINUE) {
            throw new AssertionError("bad frame: " + packet.dropReason);
        }
    }

    @Override
    public void close() {
        memory.close();
    }

    /// Keeps a copy of the last frame.
    static final class Sent implements FrameTransmitter {
        boolean full;
        int port = -1;
        int count;
        byte[] frame = new byte[0];

        @Override
        public boolean transmit(int portIndex, long address, int length) {
            if (full) {
                return false;
            }
            port = portIndex;
            count++;
            frame = bytes(address, length);
            return true;
        }

        String hex() {
            return HexFormat.of().formatHex(frame);
        }
    }

    static final class Held implements HeldFrames {
        boolean full;
        int slot;
        String hex = "";

        @Override
        public Verdict hold(int neighborSlot, Packet p) {
            if (full) {
                return p.drop(DropReason.NEIGHBOR_HOLD_FULL);
            }
            slot = neighborSlot;
            hex = HexFormat.of().formatHex(bytes(p.address, p.length));
            return Verdict.HOLD;
        }
    }

    private static byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) Memory.u8(address + i);
        }
        return bytes;
    }
}
