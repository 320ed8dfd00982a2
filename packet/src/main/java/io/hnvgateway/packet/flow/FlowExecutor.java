package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.Verdict;

/// Does to a packet what a flow's action says, and sends it. Hits and the slow path both end here.
///
/// Owner: one worker. A packet that is dropped here still belongs to the caller, who frees it.
public final class FlowExecutor {
    private static final int MIN_FRAME_BYTES = 60;
    private static final int STATE_CHANGING_FLAGS = TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST;

    private final AdjacencyTable adjacencies;
    private final FrameTransmitter transmitter;
    private final HeldFrames held;
    private final Generations generations;
    private final IpIdentifications identifications;
    private final Adjacency egress = new Adjacency();
    private final Adjacency nextHop = new Adjacency();

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

    /// The check on every hit: may this entry be executed for this packet?
    ///
    /// @return false: the slow path decides
    public boolean admits(Packet p, FlowAction a) {
        return isPlain(p)
                && keepsState(p, a)
                && generations.isCurrent(a.owner, a.generation)
                && adjacencies.isOrigin(a.ingressAdjacency, p)
                && reaches(a.egressAdjacency, p.ipTotalBytes);
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
        if (egress.kind != Adjacency.OVERLAY) {
            return egress.kind == Adjacency.NEIGHBOR;
        }
        link = nextHop;
        return adjacencies.refresh(egress.nextHop, nextHop) && nextHop.kind == Adjacency.NEIGHBOR;
    }

    private static boolean isPlain(Packet p) {
        return p.ttl > 1 && p.ipHeaderBytes == Ipv4Header.BYTES && !p.isFragment();
    }

    /// A SYN's MSS is clamped by the slow path; what opens or ends a session is judged there.
    private static boolean keepsState(Packet p, FlowAction a) {
        int judged = a.session == FlowAction.NO_SESSION ? TcpHeader.SYN : STATE_CHANGING_FLAGS;
        return (p.tcpFlags & judged) == 0;
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

    /// Sends a finished IP packet; also for those that the gateway made itself.
    ///
    /// @param p valid in it: `ip`, `ipTotalBytes`, and what the FlowID is made of
    public Verdict send(Packet p, int egressAdjacency) {
        if (!load(egressAdjacency)) {
            return p.drop(DropReason.NO_ROUTE);
        }
        return egress.kind == Adjacency.OVERLAY ? toOverlay(p) : toNeighbor(p, egressAdjacency);
    }

    private Verdict toOverlay(Packet p) {
        if (headroomBytes(p) < NvgreEncapsulation.OVERHEAD_BYTES + EthernetHeader.BYTES) {
            return p.drop(DropReason.INTERNAL_ERROR);
        }
        NvgreEncapsulation.write(p, egress, identifications);
        frame(
                p,
                p.ip - NvgreEncapsulation.OVERHEAD_BYTES,
                p.ipTotalBytes + NvgreEncapsulation.OVERHEAD_BYTES);
        return hand(p, egress.nextHop);
    }

    private Verdict toNeighbor(Packet p, int slot) {
        if (headroomBytes(p) < EthernetHeader.BYTES) {
            return p.drop(DropReason.INTERNAL_ERROR);
        }
        frame(p, p.ip, p.ipTotalBytes);
        return pad(p) ? hand(p, slot) : p.drop(DropReason.INTERNAL_ERROR);
    }

    private static long headroomBytes(Packet p) {
        return p.ip - FramePool.frameOf(p.ip);
    }

    /// Writes the Ethernet header before `ip`; the frame is that and `bytes` bytes.
    private void frame(Packet p, long ip, int bytes) {
        p.address = ip - EthernetHeader.BYTES;
        p.length = bytes + EthernetHeader.BYTES;
        EthernetHeader.write(
                p.address, link.destinationMac, link.sourceMac, EthernetHeader.TYPE_IPV4);
    }

    /// Fills a short frame with zeroes to the least that Ethernet carries: what stood there may be
    /// another tenant's. Writes whole words, up to 7 bytes behind.
    private static boolean pad(Packet p) {
        if (p.length >= MIN_FRAME_BYTES) {
            return true;
        }
        if (FramePool.bytesToEnd(p.address) < MIN_FRAME_BYTES + Long.BYTES) {
            return false;
        }
        long end = p.address + MIN_FRAME_BYTES;
        for (long at = p.end(); at < end; at += Long.BYTES) {
            Memory.put64(at, 0);
        }
        p.length = MIN_FRAME_BYTES;
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
