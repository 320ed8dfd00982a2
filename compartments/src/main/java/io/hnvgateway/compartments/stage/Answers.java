package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.ArpHeader;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.FlowExecutor;

/// Sends packets that the gateway makes itself back to where a packet came from: by the sender's
/// lookup record, never by what the packet says of its origin; to the outside by the front end's
/// routes.
///
/// Owner: the worker.
public final class Answers {
    /// TTL of packets that the gateway makes (RFC 1700).
    public static final int TTL = 64;

    private final WorkerContext context;
    private final FlowExecutor executor;
    private final NeighborTable neighbors;
    private final Packet answer = new Packet();
    private final Adjacency scratch = new Adjacency();

    public Answers(WorkerContext context, FlowExecutor executor, NeighborTable neighbors) {
        this.context = context;
        this.executor = executor;
        this.neighbors = neighbors;
    }

    /// Where an answer to the packet goes: an adjacency slot, or 0 when it cannot be answered.
    public int wayBack(Packet p) {
        return p.overlay ? toVm(p) : toOutside(p);
    }

    private int toVm(Packet p) {
        Compartment compartment = context.snapshot().compartment(p.compartment);
        return compartment == null || p.senderRecord == LookupTable.NONE
                ? 0
                : compartment.records().egressAdjacency(p.senderRecord);
    }

    private int toOutside(Packet p) {
        int route = context.snapshot().frontEnd().routes().lookup(p.sourceHigh(), p.sourceLow());
        return switch (FibEntry.kind(route)) {
            case FibEntry.GATEWAY -> FibEntry.argument(route);
            case FibEntry.ON_LINK -> onLink(p, FibEntry.argument(route));
            default -> 0;
        };
    }

    /// As for forwarded packets, not every sender may add a neighbour at once.
    private int onLink(Packet p, int port) {
        int known = neighbors.find(port, p.sourceHigh(), p.sourceLow());
        return known == 0 && mayAsk(p)
                ? neighbors.discover(port, p.sourceHigh(), p.sourceLow())
                : known;
    }

    private boolean mayAsk(Packet p) {
        return context.state(p.compartment).neighborRequests().tryTake(context.nowNs());
    }

    /// Begins an answer in a frame of its own.
    ///
    /// @param totalBytes length of the whole IP packet
    /// @return the address of its IP header, or 0 when no frame is free
    public long begin(Packet about, int totalBytes) {
        long frame = context.frames().allocate();
        if (frame == 0) {
            return 0;
        }
        long ip = frame + FramePool.HEADROOM_BYTES;
        answer.reset(about.port, ip, totalBytes, about.arrivalNs);
        answer.ip = ip;
        answer.ipHeaderBytes = Ipv4Header.BYTES;
        answer.ipTotalBytes = totalBytes;
        answer.protocol = IpProtocol.ICMP;
        answer.ttl = TTL;
        answer.compartment = about.compartment;
        return ip;
    }

    /// Sends what [#begin] began, an ICMP message behind a header written here.
    ///
    /// @return true when it left
    public boolean send(int source, int destination, int adjacency) {
        answer.source = source;
        answer.destination = destination;
        long addresses = Ipv4Header.addresses(source, destination);
        Ipv4Header.write(
                answer.ip,
                answer.ipTotalBytes,
                Ipv4Header.DONT_FRAGMENT,
                TTL << 8 | IpProtocol.ICMP,
                addresses);
        return transmit(adjacency);
    }

    /// Answers a VM's ARP request that its address is at `mac`.
    ///
    /// @return true when it left
    public boolean arp(Packet request, long arp, long mac) {
        int adjacency = wayBack(request);
        long reply = adjacency == 0 ? 0 : begin(request, ArpHeader.BYTES);
        if (reply == 0) {
            return false;
        }
        Memory.copy(arp, reply, ArpHeader.BYTES);
        ArpHeader.makeReply(reply, mac);
        answer.etherType = EthernetHeader.TYPE_ARP;
        answer.protocol = 0;
        answer.source = 0;
        answer.destination = 0;
        return transmit(adjacency);
    }

    private boolean transmit(int adjacency) {
        if (executor.send(answer, adjacency) != Verdict.FORWARD) {
            context.frames().free(answer.ip);
            // This answer is lost; the next one finds its neighbour resolved.
            if (mayAsk(answer)) {
                neighbors.solicit(adjacency, scratch);
            }
            return false;
        }
        context.counters(answer.compartment).add(Total.MADE_FRAMES, 1);
        return true;
    }

    /// Identifier of the ICMP query that is being answered; part of the FlowID.
    public void identifier(int identifier) {
        answer.sourcePort = identifier;
    }
}
