package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.stage.AddressRules;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.compartments.stage.LocalStage;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.ipsec.stage.TunnelDecapsulator;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.HandOver;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowEntropy;

/// Out of a tunnel: from an outer packet for a VPN address into the tenant's compartment, and no
/// further than its VMs, the gateway's address there and its other tunnels.
///
/// A source address must lie behind the tunnel, by the compartment's own routes: what a peer may
/// send was agreed on with it, but what it may pretend to be is the tenant's configuration.
final class TunnelIngress {
    /// Stages that a packet goes on to.
    record Stages(
            OuterFragments fragments,
            InwardPath inward,
            TunnelPath outward,
            LocalStage local,
            IcmpErrors errors) {}

    /// Of a packet whose tunnel another worker has: its sender cannot be answered from here.
    static final int UNANSWERED = -1;

    private final WorkerContext context;
    private final TunnelRule rule;
    private final TunnelDecapsulator decapsulator;
    private final Stages stages;
    private final FlowAction action = new FlowAction();

    TunnelIngress(
            WorkerContext context,
            TunnelRule rule,
            TunnelDecapsulator decapsulator,
            Stages stages) {
        this.context = context;
        this.rule = rule;
        this.decapsulator = decapsulator;
        this.stages = stages;
    }

    /// Takes a packet for a host's address that may be of a tunnel.
    ///
    /// @param p outer IP header parsed
    Verdict receive(Packet p) {
        if (!context.snapshot().frontEnd().serves(p.port)) {
            return p.drop(DropReason.WRONG_PORT_ROLE);
        }
        if (p.isFragment()) {
            return fragment(p);
        }
        return TunnelDecapsulator.isAtomicFragment(p) ? atomic(p) : whole(p);
    }

    /// The kernel never saw it, for to the steering it is a fragment: what is the host's is
    /// injected.
    private Verdict atomic(Packet p) {
        if (OuterFragments.isIke(p)) {
            return stages.fragments.deliver(p);
        }
        return OuterFragments.isOfTunnel(p) ? whole(p) : p.drop(DropReason.OUTER_FRAGMENT);
    }

    /// Fragments of one datagram meet at one worker, to which the XDP program gives them as well.
    private Verdict fragment(Packet p) {
        int worker = Integer.remainderUnsigned(OuterFragments.identification(p), context.workers());
        if (worker != context.worker()) {
            return p.handOver.state == HandOver.ARRIVED
                    ? p.handOver.to(worker, HandOver.HANDED)
                    : p.drop(DropReason.OUTER_FRAGMENT);
        }
        Verdict verdict = stages.fragments.add(p);
        if (verdict != Verdict.CONTINUE) {
            return verdict;
        }
        return parseOuter(p) == Verdict.DROP ? Verdict.DROP : whole(p);
    }

    private static Verdict parseOuter(Packet p) {
        long ip = p.address + p.linkHeaderBytes;
        return Ipv6Header.version(ip) == 6
                ? Ipv6Parser.parse(p, ip, p.end())
                : Ipv4Parser.parse(p, ip, p.end());
    }

    private Verdict whole(Packet p) {
        int index = decapsulator.locate(p);
        return switch (index) {
            case TunnelDecapsulator.DROPPED -> Verdict.DROP;
            case TunnelDecapsulator.KEEP_ALIVE -> Verdict.CONSUME;
            case TunnelDecapsulator.OF_HOST -> Verdict.PASS;
            default -> enter(p, index);
        };
    }

    /// Takes a frame's packet on a tenant's own link, as it is.
    ///
    /// @param p IP header parsed
    Verdict receiveOnLink(Packet p) {
        int index = rule.ofLink(p.port);
        return index == 0 ? p.drop(DropReason.OUTER_VLAN) : enter(p, index);
    }

    /// Whether the link is a tenant's now.
    boolean serves(int link) {
        return rule.ofLink(link) != 0;
    }

    private Verdict enter(Packet p, int index) {
        Tunnel tunnel = rule.find(index);
        Compartment compartment = tunnel == null ? null : rule.compartmentOf(tunnel);
        if (tunnel == null || compartment == null) {
            return p.drop(DropReason.TUNNEL_DOWN);
        }
        p.compartment = compartment.index();
        if (rule.isOthers(tunnel)) {
            return rule.handOver(p, tunnel);
        }
        Verdict verdict =
                tunnel.kind() == Tunnel.Kind.L3
                        ? TransportParser.parse(p)
                        : decapsulator.decapsulate(p);
        if (verdict == Verdict.CONTINUE) {
            p.overlay = false;
            p.tunnel = index;
            verdict = admitted(p, compartment, tunnel);
        }
        if (verdict == Verdict.DROP) {
            tunnel.state().in().countDrop();
        }
        return verdict;
    }

    private Verdict admitted(Packet p, Compartment compartment, Tunnel tunnel) {
        int bytes = p.ipTotalBytes;
        if (!tunnel.state().inLimit().admits(bytes, context.nowNs())) {
            return p.drop(DropReason.TUNNEL_LIMIT);
        }
        if (!AddressRules.isUnicast(p.sourceHigh(), p.sourceLow())) {
            return p.drop(DropReason.MARTIAN_ADDRESS);
        }
        int behind = compartment.forwarding().fib().lookup(p.sourceHigh(), p.sourceLow());
        if (behind != FibEntry.of(FibEntry.TUNNEL, tunnel.index())) {
            p.tunnel = UNANSWERED;
            return p.drop(DropReason.TUNNEL_SOURCE);
        }
        if (!p.ipv6 && Ipv4Header.hasSourceRoute(p.ip, p.ipHeaderBytes)) {
            return p.drop(DropReason.SOURCE_ROUTED);
        }
        tunnel.state().in().count(bytes);
        return route(p, compartment);
    }

    private Verdict route(Packet p, Compartment compartment) {
        long high = p.destinationHigh();
        long low = p.destinationLow();
        if (!AddressRules.isUnicast(high, low)) {
            return p.drop(DropReason.MULTICAST_UNSUPPORTED);
        }
        int entry = compartment.forwarding().route(high, low, FlowEntropy.hash(p));
        switch (FibEntry.kind(entry)) {
            case FibEntry.LOCAL -> {
                return stages.local.receive(p);
            }
            case FibEntry.TUNNEL -> {
                return stages.outward.turn(p, compartment, FibEntry.argument(entry));
            }
            case FibEntry.FRONT_END -> {
                stages.errors.unreachable(p, IcmpErrors.ADMINISTRATIVELY_PROHIBITED);
                return p.drop(DropReason.TUNNEL_DESTINATION);
            }
            default -> {
                action.clear();
                return stages.inward.turn(p, compartment, action, /* kind= */ null);
            }
        }
    }

    /// Goes on with a packet that came out of another worker's tunnel.
    Verdict arrive(Packet p) {
        Compartment compartment = context.snapshot().compartment(p.compartment);
        p.ip = p.address;
        p.tunnel = UNANSWERED;
        if (compartment == null || parse(p) == Verdict.DROP) {
            return Verdict.DROP;
        }
        int entry =
                compartment
                        .forwarding()
                        .route(p.destinationHigh(), p.destinationLow(), FlowEntropy.hash(p));
        return FibEntry.kind(entry) == FibEntry.TUNNEL
                ? stages.outward.turn(p, compartment, FibEntry.argument(entry))
                : p.drop(DropReason.TUNNEL_DOWN);
    }

    /// Parses a packet that begins at its IP header.
    static Verdict parse(Packet p) {
        boolean ipv6 = Ipv6Header.version(p.ip) == 6;
        p.ipv6 = ipv6;
        p.etherType = ipv6 ? EthernetHeader.TYPE_IPV6 : EthernetHeader.TYPE_IPV4;
        Verdict parsed =
                ipv6 ? Ipv6Parser.parse(p, p.ip, p.end()) : Ipv4Parser.parse(p, p.ip, p.end());
        return parsed == Verdict.DROP ? Verdict.DROP : TransportParser.parse(p);
    }
}
