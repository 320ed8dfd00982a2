package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.Verdict;

/// Does to a packet what a flow's action says, and sends it. Hits and the slow path both end here.
///
/// Either family goes in, and out over either: plain, tagged when the neighbour is in a VLAN, in
/// NVGRE, or with the destination exchanged for the VM's provider address.
///
/// Owner: one worker. A packet that is dropped here still belongs to the caller, who frees it.
public final class FlowExecutor {
    /// Without checksum; a tag comes on top, so that the frame is long enough without it (IEEE
    /// 802.1Q Annex G).
    private static final int MIN_FRAME_BYTES = 60;

    private static final int MAX_LINK_HEADER_BYTES =
            EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES;
    private static final int STATE_CHANGING_FLAGS = TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST;

    private final AdjacencyTable adjacencies;
    private final FrameTransmitter transmitter;
    private final HeldFrames held;
    private final Generations generations;
    private final IpIdentifications identifications;
    private final Adjacency egress = new Adjacency();
    private final Adjacency nextHop = new Adjacency();

    private OverlayTap tap = (_, _, _) -> {};

    /// The neighbour that the last loaded adjacency leads over: itself or its next hop.
    private Adjacency link = egress;

    public FlowExecutor(
            AdjacencyTable adjacencies,
            FrameTransmitter transmitter,
            HeldFrames held,
            Generations generations,
            IpIdentifications identifications) {
        this.adjacencies = adjacencies;
        this.transmitter = transmitter;
        this.held = held;
        this.generations = generations;
        this.identifications = identifications;
    }

    /// From here on it sees what goes to VMs, but for what the passes carry. Called once, before
    /// the first packet.
    public void tap(OverlayTap seeing) {
        tap = seeing;
    }

    /// The passes that execute batches of plain packets, from the same tables to the same ports.
    ///
    /// @param flows IPv4 flows
    public FlowPasses passes(FlowTable flows) {
        return new FlowPasses(
                flows,
                new AdmitPass(flows, adjacencies, generations),
                new ReachPass(adjacencies),
                new ExecutePass(flows, transmitter, identifications));
    }

    /// The check on every hit: may this entry be executed for this packet?
    ///
    /// @return false: the slow path decides
    public boolean admits(Packet p, FlowAction a) {
        return isPlain(p)
                && keepsState(p.tcpFlags, a.flags, a.session)
                && generations.isCurrent(a.owner, a.generation)
                && adjacencies.isOrigin(a.ingressAdjacency, p)
                && reaches(a.egressAdjacency, p.ipTotalBytes);
    }

    /// As [#admits] for a flow that leaves by a tunnel ([FlowAction#TUNNEL]), which alone knows
    /// whether its packets go on.
    ///
    /// @return false: the slow path decides
    public boolean admitsIntoTunnel(Packet p, FlowAction a) {
        return isPlain(p)
                && keepsState(p.tcpFlags, a.flags, a.session)
                && generations.isCurrent(a.owner, a.generation)
                && adjacencies.isOrigin(a.ingressAdjacency, p);
    }

    /// A hit never waits: for an unresolved neighbour the slow path keeps the packet and asks.
    private boolean reaches(int slot, int bytes) {
        return load(slot) && bytes <= egress.mtuBytes && link.resolved();
    }

    /// Reads the adjacency, and the neighbour that leads to it.
    private boolean load(int slot) {
        link = egress;
        if (!adjacencies.refresh(slot, egress)) {
            return false;
        }
        if (egress.kind == Adjacency.NEIGHBOR) {
            return true;
        }
        if (egress.kind != Adjacency.OVERLAY && egress.kind != Adjacency.REWRITE) {
            return false;
        }
        link = nextHop;
        return adjacencies.refresh(egress.nextHop, nextHop) && nextHop.kind == Adjacency.NEIGHBOR;
    }

    private static boolean isPlain(Packet p) {
        int plainBytes = p.ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
        return p.ttl > 1 && p.ipHeaderBytes == plainBytes && !p.isFragment();
    }

    /// A SYN's MSS is clamped by the slow path; what opens or ends a session is judged there, and
    /// so is all of one that is suspended.
    ///
    /// @param flags [FlowAction#flags]
    /// @param session [FlowAction#session]
    static boolean keepsState(int tcpFlags, int flags, int session) {
        int judged = session == FlowAction.NO_SESSION ? TcpHeader.SYN : STATE_CHANGING_FLAGS;
        return (tcpFlags & judged) == 0 && (flags & FlowAction.SUSPENDED) == 0;
    }

    /// Forwards the packet as the action says: one hop less, rewritten, sent.
    ///
    /// @return FORWARD; HOLD while the neighbour is unresolved; DROP
    public Verdict execute(Packet p, FlowAction a) {
        Rewrite.decrementTtl(p);
        Rewrite.addressAndPort(p, a);
        if (a.hasFlag(FlowAction.NEW_IDENTIFICATION)) {
            Rewrite.identification(p, identifications);
        }
        return send(p, a.egressAdjacency);
    }

    /// Copies an adjacency; as [AdjacencyTable#read].
    public boolean read(int slot, Adjacency into) {
        return adjacencies.read(slot, into);
    }

    /// Sends a finished IP packet; also for those that the gateway made itself.
    ///
    /// @param p valid in it: `ip`, `ipTotalBytes`, `ipv6`, `etherType`, and what the FlowID is made
    ///   of; for [Adjacency#REWRITE] also `transport`
    public Verdict send(Packet p, int egressAdjacency) {
        if (!load(egressAdjacency)) {
            return p.drop(DropReason.NO_ROUTE);
        }
        return switch (egress.kind) {
            case Adjacency.OVERLAY -> toOverlay(p);
            case Adjacency.REWRITE -> toRewritten(p);
            default -> toNeighbor(p, egressAdjacency);
        };
    }

    private Verdict toOverlay(Packet p) {
        boolean outerIpv6 = NvgreEncapsulation.isOuterIpv6(egress);
        int overheadBytes = NvgreEncapsulation.overheadBytes(outerIpv6);
        if (headroomBytes(p) < overheadBytes + MAX_LINK_HEADER_BYTES) {
            return p.drop(DropReason.INTERNAL_ERROR);
        }
        NvgreEncapsulation.write(p, egress, identifications);
        tap.leaves(p, p.ip - EthernetHeader.BYTES, p.ipTotalBytes + EthernetHeader.BYTES);
        frame(p, p.ip - overheadBytes, p.ipTotalBytes + overheadBytes, outerIpv6);
        return hand(p, egress.nextHop);
    }

    /// IP rewrite: the source is the sender's affair, by the flow's action or before `send`.
    private Verdict toRewritten(Packet p) {
        if (!AddressExchange.fits(p, egress.destinationHigh, egress.destinationLow)) {
            return p.drop(DropReason.NO_ROUTE);
        }
        AddressExchange.destination(p, egress.destinationHigh, egress.destinationLow);
        return toNeighbor(p, egress.nextHop);
    }

    private Verdict toNeighbor(Packet p, int slot) {
        if (headroomBytes(p) < MAX_LINK_HEADER_BYTES) {
            return p.drop(DropReason.INTERNAL_ERROR);
        }
        frame(p, p.ip, p.ipTotalBytes, p.ipv6);
        return pad(p) ? hand(p, slot) : p.drop(DropReason.INTERNAL_ERROR);
    }

    private static long headroomBytes(Packet p) {
        return p.ip - FramePool.frameOf(p.ip);
    }

    /// Writes the link's header before `ip`; the frame is that and `bytes` bytes.
    private void frame(Packet p, long ip, int bytes, boolean ipv6) {
        int type = ipv6 ? EthernetHeader.TYPE_IPV6 : EthernetHeader.TYPE_IPV4;
        int headerBytes = EthernetHeader.BYTES + tagBytes();
        p.address = ip - headerBytes;
        p.length = bytes + headerBytes;
        if (link.vlan == 0) {
            EthernetHeader.write(p.address, link.destinationMac, link.sourceMac, type);
        } else {
            EthernetHeader.writeTagged(
                    p.address, link.destinationMac, link.sourceMac, link.vlan, type);
        }
    }

    private int tagBytes() {
        return link.vlan == 0 ? 0 : EthernetHeader.VLAN_TAG_BYTES;
    }

    /// Fills a short frame with zeroes to the least that Ethernet carries: what stood there may be
    /// another tenant's. Writes whole words, up to 7 bytes behind.
    private boolean pad(Packet p) {
        int leastBytes = MIN_FRAME_BYTES + tagBytes();
        if (p.length >= leastBytes) {
            return true;
        }
        if (FramePool.bytesToEnd(p.address) < leastBytes + Long.BYTES) {
            return false;
        }
        long end = p.address + leastBytes;
        for (long at = p.end(); at < end; at += Long.BYTES) {
            Memory.put64(at, 0);
        }
        p.length = leastBytes;
        return true;
    }

    private Verdict hand(Packet p, int slot) {
        if (!link.resolved()) {
            return held.hold(slot, p);
        }
        return transmitter.transmit(link.port, p.address, p.length)
                ? Verdict.FORWARD
                : p.drop(DropReason.TRANSMIT_RING_FULL);
    }
}
