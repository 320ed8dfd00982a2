package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.UsageKind;
import io.hnvgateway.compartments.punt.AliasAddress;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.compartments.punt.PuntRewrite;
import io.hnvgateway.compartments.punt.QuotedSegment;
import io.hnvgateway.compartments.stage.NextHopStage;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.AddressExchange;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowEntropy;
import io.hnvgateway.packet.flow.FlowExecutor;
import org.jspecify.annotations.Nullable;

/// BGP between tenants' routers, or the provider's, and the speakers, both ways: addresses are
/// exchanged for aliases and back ([io.hnvgateway.compartments.punt]), TTL and ports stay as they
/// are.
///
/// From a peer comes whatever the compartment takes for its own address, after all checks of its
/// source. To a peer leads the compartment's own table; the gateway is where such a packet begins,
/// so there is no hop to count. Nothing waits and nothing leaves a flow behind: TCP tries again.
/// Owner: the worker; each sends to the speakers itself, one hears them.
///
/// A router of the provider's is a neighbour on the front end, and its packets are taken from that
/// link alone; they never see a tenant's table, nor a tenant's packets theirs: those are of another
/// compartment, whatever addresses they bear.
final class PuntPath {
    /// The link's index.
    static final int LINK = TenantLinks.SPEAKERS;

    private static final int BGP_PORT = 179;

    /// Stages towards a peer.
    record Stages(VmDelivery vms, NextHopStage nextHops, TunnelPath tunnels) {}

    /// Tables and what sends.
    record Parts(AdjacencyTable adjacencies, FlowExecutor executor) {}

    private final WorkerContext context;
    private final Stages stages;
    private final Parts parts;
    private final SpeakerErrors errors;
    private final QuotedSegment quoted = new QuotedSegment();
    private final Packet reverse = new Packet();
    private final Adjacency scratch = new Adjacency();
    private @Nullable Port link;

    PuntPath(WorkerContext context, Stages stages, Parts parts) {
        this.context = context;
        this.stages = stages;
        this.parts = parts;
        errors = new SpeakerErrors(context.frames());
    }

    void link(@Nullable Port port) {
        link = port;
    }

    /// Takes a packet for an address of the gateway in the packet's compartment.
    ///
    /// @return CONTINUE when it has nothing to do with BGP
    Verdict fromPeer(Packet p) {
        if (p.isFragment() || p.transport == 0) {
            return Verdict.CONTINUE;
        }
        if (p.protocol == IpProtocol.TCP) {
            return isBgp(p.sourcePort, p.destinationPort) ? segment(p) : Verdict.CONTINUE;
        }
        return IcmpMessages.isError(p) && quotesBgp(p) ? error(p) : Verdict.CONTINUE;
    }

    /// Whether a packet for an address of the host on the front end is of one of the provider's
    /// routers; [#fromPeer] takes it then.
    ///
    /// @param p of TCP, unfragmented, transport header parsed
    boolean isOfProvider(Packet p) {
        if (!isBgp(p.sourcePort, p.destinationPort)) {
            return false;
        }
        PuntPeer peer =
                find(
                        /* compartment= */ 0,
                        p.sourceHigh(),
                        p.sourceLow(),
                        p.destinationHigh(),
                        p.destinationLow());
        return peer != null && peer.admitsLink(p.port);
    }

    private static boolean isBgp(int sourcePort, int destinationPort) {
        return sourcePort == BGP_PORT || destinationPort == BGP_PORT;
    }

    private Verdict segment(Packet p) {
        PuntPeer peer =
                find(
                        p.compartment,
                        p.sourceHigh(),
                        p.sourceLow(),
                        p.destinationHigh(),
                        p.destinationLow());
        if (peer == null || !peer.admitsLink(p.port) || !Delivery.isPlain(p)) {
            return p.drop(DropReason.NO_BGP_PEER);
        }
        if (!peer.admitsTtl(p.ttl)) {
            return p.drop(DropReason.BGP_TTL);
        }
        boolean opens = (p.tcpFlags & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
        if (!admits(p, peer, opens)) {
            return p.drop(DropReason.BGP_LIMIT);
        }
        clampToWayBack(p, peer);
        PuntRewrite.toSpeakers(p, peer);
        return toSpeakers(p);
    }

    private @Nullable PuntPeer find(
            int compartment, long peerHigh, long peerLow, long localHigh, long localLow) {
        return context.snapshot().punts().find(compartment, peerHigh, peerLow, localHigh, localLow);
    }

    private boolean admits(Packet p, PuntPeer peer, boolean opens) {
        return peer.state().admits(opens, context.state(p.compartment).punts(), context.nowNs());
    }

    /// What the peer says it takes is no more than the way to it carries.
    private void clampToWayBack(Packet p, PuntPeer peer) {
        if ((p.tcpFlags & TcpHeader.SYN) == 0) {
            return;
        }
        int mtuBytes =
                peer.isProviders()
                        ? parts.adjacencies.mtuBytes(neighborSlot(p, peer))
                        : p.tunnel > 0 ? tunnelMtuBytes(p) : vmMtuBytes(p);
        if (mtuBytes > 0) {
            Delivery.clampMss(p, mtuBytes);
        }
    }

    private int vmMtuBytes(Packet p) {
        Compartment compartment = context.snapshot().compartment(p.compartment);
        return compartment == null ? 0 : compartment.forwarding().mtuBytes();
    }

    /// By the association that an answer takes.
    private int tunnelMtuBytes(Packet p) {
        reverse.compartment = p.compartment;
        reverse.ipv6 = p.ipv6;
        reverse.source = p.destination;
        reverse.destination = p.source;
        reverse.ipv6SourceHigh = p.ipv6DestinationHigh;
        reverse.ipv6SourceLow = p.ipv6DestinationLow;
        reverse.ipv6DestinationHigh = p.ipv6SourceHigh;
        reverse.ipv6DestinationLow = p.ipv6SourceLow;
        reverse.protocol = p.protocol;
        reverse.transport = p.transport;
        reverse.sourcePort = p.destinationPort;
        reverse.destinationPort = p.sourcePort;
        return stages.tunnels.mtuBytes(reverse, p.tunnel);
    }

    private boolean quotesBgp(Packet error) {
        return quoted.read(error)
                && isBgp(quoted.sourcePort, quoted.destinationPort)
                && quoted.sourceHigh == error.destinationHigh()
                && quoted.sourceLow == error.destinationLow()
                && SpeakerErrors.concerns(error);
    }

    /// A router on the way to a peer could not forward what the speakers sent.
    private Verdict error(Packet p) {
        PuntPeer peer =
                find(
                        p.compartment,
                        quoted.destinationHigh,
                        quoted.destinationLow,
                        quoted.sourceHigh,
                        quoted.sourceLow);
        if (peer == null || !peer.admitsLink(p.port) || !Delivery.isPlain(p)) {
            return p.drop(DropReason.NO_BGP_PEER);
        }
        if (!peer.admitsTtl(p.ttl)) {
            return p.drop(DropReason.BGP_TTL);
        }
        DropReason fault = QuotedSegment.fault(p);
        if (fault != null) {
            return p.drop(fault);
        }
        if (!admits(p, peer, /* opens= */ false)) {
            return p.drop(DropReason.BGP_LIMIT);
        }
        quoted.toSpeakers(p, peer);
        return toSpeakers(p);
    }

    private Verdict toSpeakers(Packet p) {
        Port to = link;
        if (to == null) {
            return p.drop(DropReason.NO_BGP_PEER);
        }
        long ethernet = p.ip - EthernetHeader.BYTES;
        if (ethernet < FramePool.frameOf(p.ip)) {
            return p.drop(DropReason.INTERNAL_ERROR);
        }
        EthernetHeader.write(ethernet, to.macAddress(), to.macAddress(), p.etherType);
        if (!to.transmit(ethernet, p.ipTotalBytes + EthernetHeader.BYTES)) {
            return p.drop(DropReason.TRANSMIT_RING_FULL);
        }
        if (p.tunnel == 0) {
            context.counters(p.compartment).addUsage(UsageKind.BGP_IN, 1, p.ipTotalBytes);
        }
        return Verdict.FORWARD;
    }

    /// Takes a frame of the speakers.
    Verdict receive(Packet p) {
        if (p.length < EthernetHeader.BYTES) {
            return p.drop(DropReason.RUNT_FRAME);
        }
        Verdict parsed =
                switch (EthernetHeader.type(p.address)) {
                    case EthernetHeader.TYPE_IPV4 ->
                            Ipv4Parser.parse(p, p.address + EthernetHeader.BYTES, p.end());
                    case EthernetHeader.TYPE_IPV6 ->
                            Ipv6Parser.parse(p, p.address + EthernetHeader.BYTES, p.end());
                    default -> p.drop(DropReason.ETHERTYPE_UNSUPPORTED);
                };
        return parsed == Verdict.DROP || TransportParser.parse(p) == Verdict.DROP
                ? Verdict.DROP
                : parsed(p);
    }

    private Verdict parsed(Packet p) {
        boolean bgp = p.protocol == IpProtocol.TCP && isBgp(p.sourcePort, p.destinationPort);
        if (!bgp || p.isFragment()) {
            return p.drop(DropReason.NOT_FOR_GATEWAY);
        }
        int number = AliasAddress.numberOf(p.destinationHigh(), p.destinationLow(), p.ipv6);
        PuntPeer peer = context.snapshot().punts().get(number);
        if (peer == null || !peer.isLocalAlias(p.sourceHigh(), p.sourceLow(), p.ipv6)) {
            return p.drop(DropReason.NO_BGP_PEER);
        }
        if (peer.isProviders()) {
            return toProvider(p, peer);
        }
        Compartment compartment = compartmentOf(peer);
        if (compartment == null) {
            return p.drop(DropReason.NO_BGP_PEER);
        }
        p.compartment = compartment.index();
        PuntRewrite.toPeer(p, peer);
        return toPeer(p, compartment, peer);
    }

    private @Nullable Compartment compartmentOf(PuntPeer peer) {
        Compartment compartment = context.snapshot().compartment(peer.compartment());
        return compartment != null && compartment.identity().rdid().equals(peer.rdid())
                ? compartment
                : null;
    }

    /// Goes on with a packet that another worker had from the speakers.
    Verdict arrive(Packet p) {
        p.ip = p.address;
        Compartment compartment = context.snapshot().compartment(p.compartment);
        if (compartment == null || TunnelIngress.parse(p) == Verdict.DROP) {
            return p.drop(DropReason.NO_BGP_PEER);
        }
        PuntPeer peer =
                find(
                        p.compartment,
                        p.destinationHigh(),
                        p.destinationLow(),
                        p.sourceHigh(),
                        p.sourceLow());
        return peer == null ? p.drop(DropReason.NO_BGP_PEER) : toPeer(p, compartment, peer);
    }

    private Verdict toPeer(Packet p, Compartment compartment, PuntPeer peer) {
        int entry = entry(p, compartment);
        boolean tunnelled = FibEntry.kind(entry) == FibEntry.TUNNEL;
        Verdict verdict = leave(p, compartment, entry);
        if (verdict == Verdict.FORWARD) {
            peer.state().countToPeer();
        } else if (verdict == Verdict.DROP && p.dropReason == DropReason.TOO_BIG) {
            tellMtu(
                    p,
                    peer,
                    tunnelled
                            ? stages.tunnels.mtuBytes(p, FibEntry.argument(entry))
                            : compartment.forwarding().mtuBytes());
        }
        return verdict;
    }

    private static int entry(Packet p, Compartment compartment) {
        return compartment
                .forwarding()
                .route(p.destinationHigh(), p.destinationLow(), FlowEntropy.hash(p));
    }

    private Verdict leave(Packet p, Compartment compartment, int entry) {
        p.tunnel = TunnelIngress.UNANSWERED; // whom no error reaches by a tenant's ways
        return FibEntry.kind(entry) == FibEntry.TUNNEL
                ? stages.tunnels.originate(p, compartment, FibEntry.argument(entry))
                : toVm(p, compartment, entry);
    }

    /// Sends a packet of the gateway's own to a peer, by the way that its BGP takes.
    ///
    /// @param p L → P, parsed
    Verdict originate(Packet p, PuntPeer peer) {
        Compartment compartment = compartmentOf(peer);
        if (compartment == null) {
            return p.drop(DropReason.NO_BGP_PEER);
        }
        p.compartment = compartment.index();
        return leave(p, compartment, entry(p, compartment));
    }

    /// As [#originate(Packet, PuntPeer)], of a packet whose compartment is known.
    Verdict originate(Packet p) {
        Compartment compartment = context.snapshot().compartment(p.compartment);
        return compartment == null
                ? p.drop(DropReason.NO_BGP_PEER)
                : leave(p, compartment, entry(p, compartment));
    }

    /// As [#originate(Packet)], but never into a tunnel.
    Verdict toVm(Packet p) {
        Compartment compartment = context.snapshot().compartment(p.compartment);
        if (compartment == null) {
            return p.drop(DropReason.NO_ROUTE);
        }
        p.tunnel = TunnelIngress.UNANSWERED;
        return toVm(p, compartment, entry(p, compartment));
    }

    /// To a router of the provider's, by the front end's link.
    private Verdict toProvider(Packet p, PuntPeer peer) {
        p.compartment = peer.compartment();
        p.tunnel = TunnelIngress.UNANSWERED;
        PuntRewrite.toPeer(p, peer);
        int slot = neighborSlot(p, peer);
        if (slot == 0) {
            return p.drop(DropReason.NEIGHBOR_UNRESOLVED);
        }
        if (stages.nextHops.require(p, slot) == Verdict.DROP) {
            return Verdict.DROP;
        }
        int mtuBytes = parts.adjacencies.mtuBytes(slot);
        if (p.ipTotalBytes > mtuBytes) {
            tellMtu(p, peer, mtuBytes);
            return p.drop(DropReason.TOO_BIG);
        }
        Delivery.clampMss(p, mtuBytes);
        Verdict verdict = parts.executor.send(p, slot);
        if (verdict == Verdict.FORWARD) {
            peer.state().countToPeer();
        }
        return verdict;
    }

    /// 0: there is no room for one more neighbour on its link.
    private int neighborSlot(Packet p, PuntPeer peer) {
        return stages.nextHops.neighbor(
                p, peer.arrival().link(), peer.peer().high(), peer.peer().low());
    }

    private Verdict toVm(Packet p, Compartment compartment, int entry) {
        int record =
                stages.vms.recordOf(p, compartment, entry, p.destinationHigh(), p.destinationLow());
        if (record == LookupTable.NONE) {
            return Verdict.DROP;
        }
        int slot = compartment.records().egressAdjacency(record);
        if (stages.nextHops.require(p, slot) == Verdict.DROP) {
            return Verdict.DROP;
        }
        if (p.ipTotalBytes > parts.adjacencies.mtuBytes(slot)) {
            return p.drop(DropReason.TOO_BIG);
        }
        Delivery.clampMss(p, parts.adjacencies.mtuBytes(slot));
        if (compartment.records().isRewrite(record)) {
            useProviderAddress(p, slot);
        }
        int bytes = p.ipTotalBytes;
        Verdict verdict = parts.executor.send(p, slot);
        if (verdict == Verdict.FORWARD) {
            context.counters(compartment.index()).addUsage(UsageKind.BGP_OUT, 1, bytes);
        }
        return verdict;
    }

    /// A VM by IP rewrite knows the gateway by its provider address.
    private void useProviderAddress(Packet p, int slot) {
        if (parts.executor.read(slot, scratch)
                && AddressExchange.fits(p, scratch.providerSourceHigh, scratch.providerSourceLow)) {
            AddressExchange.source(p, scratch.providerSourceHigh, scratch.providerSourceLow);
        }
    }

    /// RFC 1191 §4, RFC 8201 §4: the speakers hear of it from the peer's alias.
    private void tellMtu(Packet p, PuntPeer peer, int mtuBytes) {
        Port to = link;
        if (to == null || mtuBytes == 0) {
            return;
        }
        PuntRewrite.backToSpeakers(p, peer);
        if (errors.tooBig(p, mtuBytes, to)) {
            context.counters(p.compartment).add(Total.MADE_FRAMES, 1);
        }
    }
}
