package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.stage.AddressRules;
import io.hnvgateway.compartments.stage.ControlMessages;
import io.hnvgateway.compartments.stage.NvgreStage;
import io.hnvgateway.compartments.stage.UnderlayArpStage;
import io.hnvgateway.compartments.stage.UnderlayNdStage;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.ipsec.stage.TunnelDecapsulator;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.HandOver;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;

/// A frame as a port received it: whose is it? NVGRE to a provider address, a packet for a public
/// address or routed prefix, ARP or neighbour discovery for the gateway, or the host's.
final class OuterPath {
    /// Stages that answer for the gateway's own addresses on a link, and the tunnels that end
    /// there.
    record Stages(
            UnderlayArpStage arp,
            UnderlayNdStage neighborDiscovery,
            ControlMessages control,
            TunnelIngress tunnels,
            PuntPath punts) {}

    private final TenantLinkPath tenantLinks;

    private final WorkerContext context;
    private final Links links;
    private final Taps taps;
    private final Stages stages;
    private final InsidePath inside;
    private final OutsidePath outside;

    OuterPath(
            WorkerContext context,
            Links links,
            Taps taps,
            Stages stages,
            InsidePath inside,
            OutsidePath outside) {
        this.context = context;
        this.links = links;
        this.taps = taps;
        this.stages = stages;
        this.inside = inside;
        this.outside = outside;
        tenantLinks = new TenantLinkPath(stages);
    }

    Verdict receive(Packet p, Port port) {
        if (p.length < EthernetHeader.BYTES) {
            return p.drop(DropReason.RUNT_FRAME);
        }
        long destination = EthernetHeader.destination(p.address);
        if (destination != port.macAddress() && !MacAddress.isGroup(destination)) {
            return p.drop(DropReason.WRONG_DESTINATION_MAC);
        }
        int type = EthernetHeader.type(p.address);
        if (!EthernetHeader.isVlan(type)) {
            return receive(p, port, type);
        }
        if (!enterVlan(p)) {
            return p.drop(DropReason.OUTER_VLAN);
        }
        type = EthernetHeader.taggedType(p.address);
        return TenantLinks.isTenants(p.port)
                ? tenantLinks.receive(p, port, type)
                : receive(p, port, type);
    }

    /// Finds the link of a tagged frame. The tag stays in the frame, which may have to begin again.
    private boolean enterVlan(Packet p) {
        if (p.length < EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES) {
            return false;
        }
        int link = links.tagged(p.port, EthernetHeader.vlanId(p.address));
        p.port = link == Links.NONE ? p.port : link;
        p.linkHeaderBytes = EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES;
        return link != Links.NONE;
    }

    private Verdict receive(Packet p, Port port, int type) {
        return switch (type) {
            case EthernetHeader.TYPE_IPV4 -> ipv4(p);
            case EthernetHeader.TYPE_IPV6 -> ipv6(p, port);
            case EthernetHeader.TYPE_ARP -> stages.arp.receive(p, port);
            default ->
                    p.drop(
                            EthernetHeader.isVlan(type)
                                    ? DropReason.OUTER_VLAN
                                    : DropReason.ETHERTYPE_UNSUPPORTED);
        };
    }

    private Verdict ipv4(Packet p) {
        return Ipv4Parser.parse(p, p.address + p.linkHeaderBytes, p.end()) == Verdict.DROP
                ? Verdict.DROP
                : addressed(p);
    }

    private Verdict ipv6(Packet p, Port port) {
        if (Ipv6Parser.parse(p, p.address + p.linkHeaderBytes, p.end()) == Verdict.DROP) {
            return Verdict.DROP;
        }
        if (p.protocol == IpProtocol.ICMPV6 && TransportParser.parse(p) == Verdict.DROP) {
            return Verdict.DROP;
        }
        return IcmpMessages.isNeighborDiscovery(p)
                ? stages.neighborDiscovery.receive(p, port)
                : addressed(p);
    }

    private Verdict addressed(Packet p) {
        if (isUnicastToAll(p)) {
            return p.drop(DropReason.WRONG_DESTINATION_MAC);
        }
        ForwardingSnapshot snapshot = context.snapshot();
        Compartment sender = RewriteIngress.compartmentOf(p, snapshot);
        if (sender != null && snapshot.provider().serves(p.port)) {
            return rewritten(p, sender, snapshot);
        }
        long high = p.destinationHigh();
        long low = p.destinationLow();
        if (p.protocol == IpProtocol.GRE && snapshot.provider().owns(high, low)) {
            return snapshot.provider().serves(p.port)
                    ? nvgre(p, snapshot)
                    : p.drop(DropReason.WRONG_PORT_ROLE);
        }
        int owner = snapshot.frontEnd().owners().lookup(high, low);
        return switch (FibEntry.kind(owner)) {
            case FibEntry.PUBLIC, FibEntry.COMPARTMENT ->
                    snapshot.frontEnd().serves(p.port)
                            ? outside.receive(p, owner)
                            : p.drop(DropReason.WRONG_PORT_ROLE);
            case FibEntry.HOST -> ofHost(p);
            default -> ofNobody(p, snapshot);
        };
    }

    private Verdict ofHost(Packet p) {
        if (TunnelDecapsulator.mayBeOfTunnel(p)) {
            return stages.tunnels.receive(p);
        }
        if (links.isTagged(p.port)) {
            return outside.receiveOwn(p);
        }
        return p.protocol == IpProtocol.TCP && !p.isFragment() ? tcpOfHost(p) : Verdict.PASS;
    }

    /// BGP of the provider's routers is the gateway's.
    private Verdict tcpOfHost(Packet p) {
        if (TransportParser.parse(p) == Verdict.DROP) {
            return Verdict.DROP;
        }
        return stages.punts.isOfProvider(p) ? stages.punts.fromPeer(p) : Verdict.PASS;
    }

    /// On a link that the gateway tags itself no kernel answers for its provider address.
    private Verdict ofNobody(Packet p, ForwardingSnapshot snapshot) {
        long high = p.destinationHigh();
        long low = p.destinationLow();
        if (links.isTagged(p.port)
                && snapshot.provider().serves(p.port)
                && snapshot.provider().owns(high, low)) {
            return outside.receiveOwn(p);
        }
        return isOfTheLink(high, low) ? Verdict.PASS : p.drop(DropReason.NOT_FOR_GATEWAY);
    }

    /// Multicast, broadcast and link-local packets are the host's.
    private static boolean isOfTheLink(long high, long low) {
        return AddressRules.isMulticastOrBroadcast(high, low)
                || AddressRules.isLinkLocal(high, low);
    }

    /// RFC 1812 §5.3.4: what a link broadcasts is not forwarded, and no error is sent about it.
    private static boolean isUnicastToAll(Packet p) {
        return MacAddress.isGroup(EthernetHeader.destination(p.address))
                && !AddressRules.isMulticastOrBroadcast(p.destinationHigh(), p.destinationLow());
    }

    private Verdict nvgre(Packet p, ForwardingSnapshot snapshot) {
        if (NvgreStage.decapsulate(p, snapshot) == Verdict.DROP) {
            if (p.dropReason == DropReason.UNKNOWN_VSID) {
                stages.control.unreachable(p);
            }
            return Verdict.DROP;
        }
        Compartment compartment = snapshot.compartment(p.compartment);
        if (compartment == null) {
            return p.drop(DropReason.UNKNOWN_VSID);
        }
        taps.see(false, p.compartment, context.worker(), context.nowNs(), p.address, p.length);
        Verdict verdict = inside.receive(p, compartment);
        if (verdict == Verdict.DROP
                && p.dropReason == DropReason.INNER_DESTINATION_MAC
                && compartment.topology().sendsUnreachable()) {
            stages.control.unreachable(p);
        }
        return verdict;
    }

    /// Whatever it carries: a VM's GRE is the VM's, never the gateway's to open.
    private Verdict rewritten(Packet p, Compartment sender, ForwardingSnapshot snapshot) {
        if (RewriteIngress.enter(p, sender, snapshot) == Verdict.DROP) {
            return Verdict.DROP;
        }
        Verdict verdict = inside.carry(p, sender);
        // What was turned round goes on as it is; all else begins again as it came.
        if (verdict == Verdict.HOLD && p.handOver.next != HandOver.TURNED) {
            RewriteIngress.leave(p);
        }
        return verdict;
    }
}
