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
                && p.ipTotalBytes <= adjacencies.mtuBytes(a.egressAdjacency);
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
        if (!adjacencies.read(egressAdjacency, egress)) {
            return p.drop(DropReason.NO_ROUTE);
        }
        return switch (egress.kind) {
            case Adjacency.NEIGHBOR -> toNeighbor(p, egressAdjacency, egress);
            case Adjacency.OVERLAY -> toOverlay(p);
            default -> p.drop(DropReason.NO_ROUTE);
        };
    }

    private Verdict toOverlay(Packet p) {
        int slot = egress.nextHop;
        if (!adjacencies.read(slot, nextHop) || nextHop.kind != Adjacency.NEIGHBOR) {
            return p.drop(DropReason.NO_ROUTE);
        }
        if (headroomBytes(p) < NvgreEncapsulation.OVERHEAD_BYTES + EthernetHeader.BYTES) {
            return p.drop(DropReason.INTERNAL_ERROR);
        }
        NvgreEncapsulation.write(p, egress, identifications);
        int bytes = p.ipTotalBytes + NvgreEncapsulation.OVERHEAD_BYTES;
        frame(p, p.ip - NvgreEncapsulation.OVERHEAD_BYTES, bytes, nextHop);
        return hand(p, slot, nextHop);
    }

    private Verdict toNeighbor(Packet p, int slot, Adjacency neighbor) {
        if (headroomBytes(p) < EthernetHeader.BYTES) {
            return p.drop(DropReason.INTERNAL_ERROR);
        }
        frame(p, p.ip, p.ipTotalBytes, neighbor);
        return pad(p) ? hand(p, slot, neighbor) : p.drop(DropReason.INTERNAL_ERROR);
    }

    private static long headroomBytes(Packet p) {
        return p.ip - FramePool.frameOf(p.ip);
    }

    /// Writes the Ethernet header before `ip`; the frame is that and `bytes` bytes.
    private static void frame(Packet p, long ip, int bytes, Adjacency neighbor) {
        p.address = ip - EthernetHeader.BYTES;
        p.length = bytes + EthernetHeader.BYTES;
        EthernetHeader.write(
                p.address, neighbor.destinationMac, neighbor.sourceMac, EthernetHeader.TYPE_IPV4);
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

    private Verdict hand(Packet p, int slot, Adjacency neighbor) {
        if (!neighbor.resolved()) {
            return held.hold(slot, p);
        }
        return transmitter.transmit(neighbor.port, p.address, p.length)
                ? Verdict.FORWARD
                : p.drop(DropReason.TRANSMIT_RING_FULL);
    }
}
