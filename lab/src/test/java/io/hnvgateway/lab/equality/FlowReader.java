package io.hnvgateway.lab.equality;

import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.stage.NvgreStage;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Finds the flow entry that a frame would be executed by, if it may be.
final class FlowReader implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 16;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment copy = arena.allocate(MOST_BYTES, 8);
    private final GatewayCore core;
    private final Packet packet = new Packet();
    private final FlowKey key = new FlowKey();
    private final FlowAction action = new FlowAction();
    private final Adjacency ingress = new Adjacency();
    private final Adjacency egress = new Adjacency();
    private long entry;
    private boolean plainTunnel;

    FlowReader(GatewayCore core) {
        this.core = core;
        Memory.register(copy);
    }

    /// Reads a frame and looks its flow up.
    ///
    /// @return address of its entry, 0: it has none
    long find(int port, byte[] frame) {
        MemorySegment.copy(MemorySegment.ofArray(frame), 0, copy, 0, frame.length);
        packet.reset(port, copy.address(), frame.length, 0);
        packet.compartment = 0;
        packet.overlay = false;
        plainTunnel = true;
        entry = parse() ? core.flows().find(key.set(packet), action) : 0;
        if (entry != 0) {
            core.adjacencies().read(action.ingressAdjacency, ingress);
            core.adjacencies().read(action.egressAdjacency, egress);
        }
        return entry;
    }

    private boolean parse() {
        return parseIp(link())
                && (packet.protocol != IpProtocol.GRE || packet.isFragment() || enterTunnel())
                && TransportParser.parse(packet) == Verdict.CONTINUE;
    }

    /// The EtherType, behind a tag if there is one.
    private int link() {
        int type = EthernetHeader.type(packet.address);
        if (!EthernetHeader.isVlan(type) || packet.length < EthernetHeader.BYTES + 4) {
            return type;
        }
        packet.linkHeaderBytes = EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES;
        return EthernetHeader.taggedType(packet.address);
    }

    private boolean parseIp(int type) {
        long ip = packet.address + packet.linkHeaderBytes;
        return switch (type) {
            case EthernetHeader.TYPE_IPV4 ->
                    Ipv4Parser.parse(packet, ip, packet.end()) == Verdict.CONTINUE;
            case EthernetHeader.TYPE_IPV6 ->
                    Ipv6Parser.parse(packet, ip, packet.end()) == Verdict.CONTINUE;
            default -> false;
        };
    }

    /// GRE that is not to a provider address is a packet like any other.
    private boolean enterTunnel() {
        ForwardingSnapshot snapshot = core.compiler().published().get().forwarding();
        if (!snapshot.provider().owns(packet.destinationHigh(), packet.destinationLow())) {
            return true;
        }
        plainTunnel = packet.ipHeaderBytes == (packet.ipv6 ? 40 : 20);
        return NvgreStage.decapsulate(packet, snapshot) == Verdict.CONTINUE
                && parseIp(EthernetHeader.type(packet.address));
    }

    /// Where the frame that was read last lies.
    long address() {
        return copy.address();
    }

    /// Address of the entry that was found last.
    long entry() {
        return entry;
    }

    /// Of the frame that was read last; the innermost IP packet.
    Packet packet() {
        return packet;
    }

    /// Of the entry that was found last.
    FlowAction action() {
        return action;
    }

    Adjacency ingress() {
        return ingress;
    }

    Adjacency egress() {
        return egress;
    }

    /// Whether the frame has no tag and none of its IP headers options.
    boolean plain() {
        return packet.linkHeaderBytes == EthernetHeader.BYTES
                && packet.ipHeaderBytes == (packet.ipv6 ? 40 : 20)
                && plainTunnel;
    }

    /// Whether Java does not execute it, whatever stands in the entry, but may forward it.
    boolean isDecidedAnew() {
        return packet.ttl > 1
                && (packet.ipHeaderBytes != (packet.ipv6 ? 40 : 20)
                        || (packet.tcpFlags & 7) != 0
                        || packet.isFragment()
                        || (IcmpMessages.isMessage(packet) && !IcmpMessages.isQuery(packet))
                        || (packet.ipTotalBytes > egress.mtuBytes && !packet.dontFragment));
    }

    /// Whether it came by a tunnel whose IP header has options.
    boolean outerOptions() {
        return !plainTunnel;
    }

    @Override
    public void close() {
        Memory.unregister(copy);
        arena.close();
    }
}
