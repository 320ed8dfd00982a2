package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.stage.AddressRules;
import io.hnvgateway.compartments.stage.NvgreStage;
import io.hnvgateway.compartments.stage.UnderlayArpStage;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.Verdict;

/// A frame as a port received it: whose is it? NVGRE to a provider address, a packet for a public
/// address or routed prefix, ARP for the gateway, or the host's.
final class OuterPath {
    private final WorkerContext context;
    private final UnderlayArpStage arp;
    private final InsidePath inside;
    private final OutsidePath outside;

    OuterPath(WorkerContext context, UnderlayArpStage arp, InsidePath inside, OutsidePath outside) {
        this.context = context;
        this.arp = arp;
        this.inside = inside;
        this.outside = outside;
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
        return switch (type) {
            case EthernetHeader.TYPE_IPV4 -> ipv4(p);
            case EthernetHeader.TYPE_ARP -> arp.receive(p, port);
            case EthernetHeader.TYPE_IPV6 -> Verdict.PASS;
            default ->
                    p.drop(
                            EthernetHeader.isVlan(type)
                                    ? DropReason.OUTER_VLAN
                                    : DropReason.ETHERTYPE_UNSUPPORTED);
        };
    }

    private Verdict ipv4(Packet p) {
        if (Ipv4Parser.parse(p, p.address + EthernetHeader.BYTES, p.end()) == Verdict.DROP) {
            return Verdict.DROP;
        }
        if (isUnicastToAll(p)) {
            return p.drop(DropReason.WRONG_DESTINATION_MAC);
        }
        ForwardingSnapshot snapshot = context.snapshot();
        if (snapshot.provider().owns(p.destinationHigh(), p.destinationLow())
                && p.protocol == IpProtocol.GRE) {
            return snapshot.provider().serves(p.port)
                    ? nvgre(p, snapshot)
                    : p.drop(DropReason.WRONG_PORT_ROLE);
        }
        int owner = snapshot.frontEnd().owners().lookup(p.destinationHigh(), p.destinationLow());
        return switch (FibEntry.kind(owner)) {
            case FibEntry.PUBLIC, FibEntry.COMPARTMENT ->
                    snapshot.frontEnd().serves(p.port)
                            ? outside.receive(p, owner)
                            : p.drop(DropReason.WRONG_PORT_ROLE);
            case FibEntry.HOST -> Verdict.PASS;
            default ->
                    AddressRules.isMulticastOrBroadcast(p.destination)
                            ? Verdict.PASS
                            : p.drop(DropReason.NOT_FOR_GATEWAY);
        };
    }

    /// RFC 1812 §5.3.4: what a link broadcasts is not forwarded, and no error is sent about it.
    private static boolean isUnicastToAll(Packet p) {
        return MacAddress.isGroup(EthernetHeader.destination(p.address))
                && !AddressRules.isMulticastOrBroadcast(p.destination);
    }

    private Verdict nvgre(Packet p, ForwardingSnapshot snapshot) {
        if (NvgreStage.decapsulate(p, snapshot) == Verdict.DROP) {
            return Verdict.DROP;
        }
        Compartment compartment = snapshot.compartment(p.compartment);
        return compartment == null
                ? p.drop(DropReason.UNKNOWN_VSID)
                : inside.receive(p, compartment);
    }
}
