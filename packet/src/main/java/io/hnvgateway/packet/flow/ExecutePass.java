package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.TcpHeader;

/// Last pass: executes the entries of admitted frames as [FlowExecutor#execute] does, to the same
/// bytes. Ends before a frame that cannot leave by its egress adjacency as it stands now: nothing
/// of that one is changed. Owner: one worker.
final class ExecutePass {
    private static final int MAX_LINK_HEADER_BYTES =
            EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES;

    /// Least payload of an Ethernet frame.
    private static final int MIN_BYTES = 46;

    private final FlowTable table;
    private final AdjacencyTable adjacencies;
    private final FrameTransmitter transmitter;
    private final IpIdentifications identifications;
    private final PlainRewrite rewrite = new PlainRewrite();
    private final Adjacency egress = new Adjacency();
    private final Adjacency nextHop = new Adjacency();

    /// The neighbour that the egress adjacency leads over: itself or its next hop.
    private Adjacency link = egress;

    /// The frame in work.
    private int position;

    ExecutePass(
            FlowTable table,
            AdjacencyTable adjacencies,
            FrameTransmitter transmitter,
            IpIdentifications identifications) {
        this.table = table;
        this.adjacencies = adjacencies;
        this.transmitter = transmitter;
        this.identifications = identifications;
    }

    /// No frame is in work; `from` will be first.
    void begin(int from) {
        position = from;
    }

    /// @return the first frame from `from` on that was not executed, or `end`
    int run(HitCandidates c, int from, int end, int coarseNow) {
        for (int i = from; i < end; i++) {
            position = i;
            if (!reaches(c.actions[i].egressAdjacency, c, i)) {
                return i;
            }
            note(c, i, coarseNow);
            rewrite.run(c, i, identifications);
            c.sent[i] = send(c, i);
        }
        return end;
    }

    /// The frame in work when a fault ended [#run].
    int position() {
        return position;
    }

    /// A hit never waits: for an unresolved neighbour the whole way keeps the packet and asks.
    private boolean reaches(int slot, HitCandidates c, int i) {
        long ip = c.ip[i];
        int bytes = HitCandidates.totalBytes(c.facts[i]);
        if (!adjacencies.refresh(slot, egress) || bytes > egress.mtuBytes) {
            return false;
        }
        long headroomBytes = ip - FramePool.frameOf(ip) - MAX_LINK_HEADER_BYTES;
        if (egress.kind == Adjacency.NEIGHBOR) {
            link = egress;
            return egress.resolved()
                    && headroomBytes >= 0
                    && (bytes >= MIN_BYTES || FramePool.bytesToEnd(ip) >= MIN_BYTES + Long.BYTES);
        }
        link = nextHop;
        return egress.kind == Adjacency.OVERLAY
                && !NvgreEncapsulation.isOuterIpv6(egress)
                && adjacencies.refresh(egress.nextHop, nextHop)
                && nextHop.kind == Adjacency.NEIGHBOR
                && nextHop.resolved()
                && headroomBytes >= NvgreEncapsulation.overheadBytes(false);
    }

    private void note(HitCandidates c, int i, int coarseNow) {
        int facts = c.facts[i];
        table.carried(c.entry[i], HitCandidates.totalBytes(facts), coarseNow);
        if ((HitCandidates.tcpFlags(facts) & TcpHeader.ACK) != 0) {
            long tcp = c.ip[i] + Ipv4Header.BYTES;
            FlowEntry.acknowledged(c.entry[i], TcpHeader.acknowledgment(tcp));
        }
    }

    private boolean send(HitCandidates c, int i) {
        long ip = c.ip[i];
        int totalBytes = HitCandidates.totalBytes(c.facts[i]);
        if (link == egress) {
            return toLink(ip, padded(ip, totalBytes));
        }
        int overheadBytes = NvgreEncapsulation.overheadBytes(false);
        NvgreEncapsulation.writeOverIpv4(
                ip, totalBytes, rewrite.entropy(), egress, identifications);
        return toLink(ip - overheadBytes, totalBytes + overheadBytes);
    }

    /// Fills a short packet with zeroes to the least that Ethernet carries: what stood there may be
    /// another tenant's. Writes whole words, up to 7 bytes behind.
    private static int padded(long ip, int bytes) {
        for (long at = ip + bytes; at < ip + MIN_BYTES; at += Long.BYTES) {
            Memory.put64(at, 0);
        }
        return Math.max(bytes, MIN_BYTES);
    }

    private boolean toLink(long ip, int bytes) {
        if (link.vlan != 0) {
            return toTagged(ip, bytes);
        }
        long frame = ip - EthernetHeader.BYTES;
        EthernetHeader.write(frame, link.destinationMac, link.sourceMac, EthernetHeader.TYPE_IPV4);
        return transmitter.transmit(link.port, frame, bytes + EthernetHeader.BYTES);
    }

    private boolean toTagged(long ip, int bytes) {
        long frame = ip - MAX_LINK_HEADER_BYTES;
        EthernetHeader.writeTagged(
                frame, link.destinationMac, link.sourceMac, link.vlan, EthernetHeader.TYPE_IPV4);
        return transmitter.transmit(link.port, frame, bytes + MAX_LINK_HEADER_BYTES);
    }
}
