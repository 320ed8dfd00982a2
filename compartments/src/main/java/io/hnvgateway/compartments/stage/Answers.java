package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.ArpHeader;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.AddressExchange;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.FlowEntropy;
import io.hnvgateway.packet.flow.FlowExecutor;

/// Sends packets that the gateway makes itself back to where a packet came from: by the sender's
/// lookup record, never by what the packet says of its origin; into the tunnel that it came out of;
/// to the outside by the front end's routes, from a provider address by the provider network's. One
/// for a neighbour that is not resolved yet waits for it.
///
/// Owner: the worker.
public final class Answers {
    /// TTL and hop limit of packets that the gateway makes (RFC 1700).
    public static final int TTL = 64;

    private final WorkerContext context;
    private final FlowExecutor executor;
    private final NeighborTable neighbors;
    private final RouterLiveness routers;
    private final WaitingRoom waiting;
    private final Packet answer = new Packet();
    private TunnelExit tunnels = (p, _) -> p.drop(DropReason.TUNNEL_DOWN);
    private final Adjacency scratch = new Adjacency();

    public Answers(
            WorkerContext context,
            FlowExecutor executor,
            NeighborTable neighbors,
            WaitingRoom waiting) {
        this.context = context;
        this.executor = executor;
        this.neighbors = neighbors;
        routers = new RouterLiveness(neighbors);
        this.waiting = waiting;
    }

    /// From here on answers to what came out of tunnels leave by this way. Called once, before the
    /// first packet.
    public void tunnels(TunnelExit exit) {
        tunnels = exit;
    }

    /// Sends a packet of the gateway's own into a tunnel of this worker.
    @FunctionalInterface
    public interface TunnelExit {
        /// Sends it; its memory is the caller's unless the verdict is FORWARD.
        ///
        /// @param p as [FlowExecutor#send] takes it
        Verdict send(Packet p, int tunnel);
    }

    /// Where an answer to the packet goes: an adjacency slot, below 0 the tunnel that it came out
    /// of, or 0 when it cannot be answered, as when that tunnel is another worker's.
    public int wayBack(Packet p) {
        if (p.tunnel != 0) {
            return Math.min(-p.tunnel, 0);
        }
        return p.overlay ? toVm(p) : toUnderlay(p);
    }

    private int toVm(Packet p) {
        Compartment compartment = context.snapshot().compartment(p.compartment);
        return compartment == null || p.senderRecord == LookupTable.NONE
                ? 0
                : compartment.records().egressAdjacency(p.senderRecord);
    }

    private int toUnderlay(Packet p) {
        ForwardingSnapshot snapshot = context.snapshot();
        int route =
                snapshot.provider().owns(p.destinationHigh(), p.destinationLow())
                        ? snapshot.provider().routes().lookup(p.sourceHigh(), p.sourceLow())
                        : snapshot.frontEnd()
                                .route(p.sourceHigh(), p.sourceLow(), FlowEntropy.hash(p), routers);
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

    /// Begins an ICMP message about a packet, of its family, in a frame of its own.
    ///
    /// @param icmpBytes length of the message
    /// @return the address of the message, or 0 when no frame is free
    public long begin(Packet about, int icmpBytes) {
        int headerBytes = about.ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
        long ip = frame(about, headerBytes + icmpBytes);
        if (ip == 0) {
            return 0;
        }
        answer.ipHeaderBytes = headerBytes;
        return ip + headerBytes;
    }

    private long frame(Packet about, int totalBytes) {
        long frame = context.frames().allocate();
        if (frame == 0) {
            return 0;
        }
        long ip = frame + FramePool.HEADROOM_BYTES;
        answer.reset(about.port, ip, totalBytes, about.arrivalNs);
        answer.compartment = about.compartment;
        answer.ip = ip;
        answer.ipTotalBytes = totalBytes;
        answer.ipv6 = about.ipv6;
        return ip;
    }

    /// Sends the message that [#begin] began, whose type, code and content are written, from one of
    /// the gateway's addresses to the sender of the packet it is about.
    ///
    /// @param sourceHigh of the family of the packet
    /// @return true when it left, or waits for its neighbour
    public boolean send(Packet about, long sourceHigh, long sourceLow, int adjacency) {
        if (about.ipv6) {
            writeIpv6(about, sourceHigh, sourceLow);
        } else {
            writeIpv4(about, (int) sourceLow);
        }
        return transmit(adjacency);
    }

    private void writeIpv4(Packet about, int source) {
        Ipv4Header.write(
                answer.ip,
                answer.ipTotalBytes,
                Ipv4Header.DONT_FRAGMENT,
                TTL << 8 | IpProtocol.ICMP,
                Ipv4Header.addresses(source, about.source));
        long icmp = answer.ip + Ipv4Header.BYTES;
        IcmpHeader.checksum(icmp, 0);
        IcmpHeader.checksum(
                icmp, Checksum.finish(Checksum.sum(icmp, answer.ipTotalBytes - Ipv4Header.BYTES)));
    }

    private void writeIpv6(Packet about, long sourceHigh, long sourceLow) {
        int bytes = answer.ipTotalBytes - Ipv6Header.BYTES;
        Ipv6Header.write(answer.ip, bytes, IpProtocol.ICMPV6, TTL);
        Ipv6Header.source(answer.ip, sourceHigh, sourceLow);
        Ipv6Header.destination(answer.ip, about.ipv6SourceHigh, about.ipv6SourceLow);
        Icmpv6Header.updateChecksum(answer.ip, answer.ip + Ipv6Header.BYTES, bytes);
    }

    /// A VM by IP rewrite knows the gateway by its provider address.
    private void useProviderAddress(int adjacency) {
        if (answer.etherType == EthernetHeader.TYPE_ARP
                || !executor.read(adjacency, scratch)
                || scratch.kind != Adjacency.REWRITE) {
            return;
        }
        Compartment compartment = context.snapshot().compartment(answer.compartment);
        boolean own =
                compartment != null
                        && compartment
                                .topology()
                                .interfaces()
                                .ownsAddress(answer.sourceHigh(), answer.sourceLow());
        if (own
                && AddressExchange.fits(
                        answer, scratch.providerSourceHigh, scratch.providerSourceLow)) {
            AddressExchange.source(answer, scratch.providerSourceHigh, scratch.providerSourceLow);
        }
    }

    /// Answers a VM's ARP request that its address is at `mac`.
    ///
    /// @return true when it left
    public boolean arp(Packet request, long arp, long mac) {
        int adjacency = wayBack(request);
        long reply = adjacency == 0 ? 0 : frame(request, ArpHeader.BYTES);
        if (reply == 0) {
            return false;
        }
        Memory.copy(arp, reply, ArpHeader.BYTES);
        ArpHeader.makeReply(reply, mac);
        return transmit(adjacency);
    }

    /// Answers a VM's neighbour solicitation that the target is at `mac`.
    ///
    /// @return true when it left
    public boolean advertise(Packet solicitation, long mac) {
        int adjacency = wayBack(solicitation);
        long icmp = adjacency == 0 ? 0 : begin(solicitation, NeighborMessages.ADVERTISEMENT_BYTES);
        if (icmp == 0) {
            return false;
        }
        NeighborMessages.writeAdvertisement(answer.ip, solicitation, mac);
        return transmit(adjacency);
    }

    /// Sends an answer that waited, or gives it up when it waited long enough; ownership moves.
    public void resend(Packet held, int adjacency) {
        answer.reset(held.port, held.address, held.length, held.arrivalNs);
        answer.compartment = held.compartment;
        answer.late = held.late;
        answer.ip = held.address;
        answer.ipTotalBytes = held.length;
        answer.ipHeaderBytes =
                Ipv6Header.version(answer.ip) == 6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
        transmit(adjacency);
    }

    private boolean transmit(int adjacency) {
        describe();
        Verdict verdict = leave(adjacency);
        if (verdict == Verdict.FORWARD) {
            context.counters(answer.compartment).add(Total.MADE_FRAMES, 1);
            return true;
        }
        boolean unresolved = answer.dropReason == DropReason.NEIGHBOR_UNRESOLVED;
        if (unresolved && !answer.late && adjacency > 0) {
            ask(adjacency);
            if (waiting.hold(answer, WaitingRoom.Reason.ANSWER, adjacency) == Verdict.HOLD) {
                return true;
            }
        }
        context.frames().free(answer.ip);
        return false;
    }

    private Verdict leave(int wayBack) {
        if (wayBack < 0) {
            return tunnels.send(answer, -wayBack);
        }
        useProviderAddress(wayBack);
        return executor.send(answer, wayBack);
    }

    private void ask(int adjacency) {
        if (!waiting.anyWaits(WaitingRoom.Reason.ANSWER, adjacency) && mayAsk(answer)) {
            neighbors.solicit(adjacency, scratch);
        }
    }

    /// Tells the executor what stands in the answer: ARP has no version, but hardware type 1.
    private void describe() {
        switch (Ipv6Header.version(answer.ip)) {
            case 4 -> {
                answer.ipv6 = false;
                answer.etherType = EthernetHeader.TYPE_IPV4;
                answer.source = Ipv4Header.source(answer.ip);
                answer.destination = Ipv4Header.destination(answer.ip);
                describeIcmp(IpProtocol.ICMP);
            }
            case 6 -> {
                answer.ipv6 = true;
                answer.etherType = EthernetHeader.TYPE_IPV6;
                answer.ipv6SourceHigh = Ipv6Header.sourceHigh(answer.ip);
                answer.ipv6SourceLow = Ipv6Header.sourceLow(answer.ip);
                answer.ipv6DestinationHigh = Ipv6Header.destinationHigh(answer.ip);
                answer.ipv6DestinationLow = Ipv6Header.destinationLow(answer.ip);
                describeIcmp(IpProtocol.ICMPV6);
            }
            default -> {
                answer.ipv6 = false;
                answer.etherType = EthernetHeader.TYPE_ARP;
                answer.source = 0;
                answer.destination = 0;
                answer.protocol = 0;
            }
        }
    }

    private void describeIcmp(int protocol) {
        answer.protocol = protocol;
        answer.ttl = TTL;
        answer.transport = answer.ip + answer.ipHeaderBytes;
        answer.moreFragments = false;
        answer.fragmentOffset = 0;
        int type = IcmpHeader.type(answer.transport);
        boolean reply = type == (answer.ipv6 ? Icmpv6Header.ECHO_REPLY : IcmpHeader.ECHO_REPLY);
        answer.sourcePort = reply ? IcmpHeader.identifier(answer.transport) : 0;
    }
}
