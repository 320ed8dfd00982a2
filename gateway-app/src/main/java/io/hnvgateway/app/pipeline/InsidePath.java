package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.stage.AddressRules;
import io.hnvgateway.compartments.stage.ControlStage;
import io.hnvgateway.compartments.stage.FragmentStage;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.compartments.stage.InnerArpStage;
import io.hnvgateway.compartments.stage.InnerNdStage;
import io.hnvgateway.compartments.stage.LinkLocalRule;
import io.hnvgateway.compartments.stage.LocalStage;
import io.hnvgateway.compartments.stage.SourceGuard;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.HandOver;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowEntropy;

/// What a VM sent, from its inner Ethernet header on: flow hit, or guard, TTL and route.
final class InsidePath {
    private static final int DHCP_SERVER_PORT = 67;

    /// Stages that end or delay a packet.
    record Stages(
            InnerArpStage arp,
            InnerNdStage neighborDiscovery,
            ControlStage control,
            LocalStage local,
            FragmentStage fragments,
            OwnerRule owners,
            IcmpErrors errors) {}

    /// Ways that a packet leaves by.
    record Ways(HitPath hits, VmPath vms, FrontEndExit frontEnd, TunnelPath tunnels) {}

    private final Stages stages;
    private final Ways ways;

    InsidePath(Stages stages, Ways ways) {
        this.stages = stages;
        this.ways = ways;
    }

    /// Carries a decapsulated frame.
    Verdict receive(Packet p, Compartment compartment) {
        return switch (EthernetHeader.type(p.address)) {
            case EthernetHeader.TYPE_IPV4 -> ipv4(p, compartment);
            case EthernetHeader.TYPE_ARP -> stages.arp.receive(p, compartment);
            case EthernetHeader.TYPE_IPV6 -> ipv6(p, compartment);
            default -> p.drop(DropReason.INNER_ETHERTYPE);
        };
    }

    private Verdict ipv4(Packet p, Compartment compartment) {
        return Ipv4Parser.parse(p, p.address + EthernetHeader.BYTES, p.end()) == Verdict.DROP
                        || TransportParser.parse(p) == Verdict.DROP
                ? Verdict.DROP
                : carry(p, compartment);
    }

    private Verdict ipv6(Packet p, Compartment compartment) {
        if (Ipv6Parser.parse(p, p.address + EthernetHeader.BYTES, p.end()) == Verdict.DROP
                || TransportParser.parse(p) == Verdict.DROP) {
            return Verdict.DROP;
        }
        // A host's REDIRECT has a type of neighbour discovery.
        return IcmpMessages.isNeighborDiscovery(p) && !ControlStage.isControl(p, compartment)
                ? stages.neighborDiscovery.receive(p, compartment)
                : carry(p, compartment);
    }

    /// Carries an IP packet whose headers are parsed.
    Verdict carry(Packet p, Compartment compartment) {
        if (ControlStage.isControl(p, compartment)) {
            return stages.control.receive(p, compartment);
        }
        if (MacAddress.isGroup(p.innerDestinationMac)) {
            return group(p);
        }
        if (!compartment.topology().interfaces().ownsMac(p.vsid, p.innerDestinationMac)) {
            return p.drop(DropReason.INNER_DESTINATION_MAC);
        }
        Verdict hit = ways.hits.run(p);
        return hit == Verdict.CONTINUE ? decide(p, compartment) : hit;
    }

    private static Verdict group(Packet p) {
        return p.drop(isDhcp(p) ? DropReason.DHCP_FROM_VM : DropReason.MULTICAST_UNSUPPORTED);
    }

    private static boolean isDhcp(Packet p) {
        return p.protocol == IpProtocol.UDP && p.destinationPort == DHCP_SERVER_PORT;
    }

    private Verdict decide(Packet p, Compartment compartment) {
        if (SourceGuard.check(p, compartment) == Verdict.DROP) {
            return Verdict.DROP;
        }
        if (AddressRules.isMulticastOrBroadcast(p.destinationHigh(), p.destinationLow())) {
            return group(p);
        }
        if (!AddressRules.isUnicast(p.sourceHigh(), p.sourceLow())
                || !AddressRules.isUnicast(p.destinationHigh(), p.destinationLow())) {
            return p.drop(DropReason.MARTIAN_ADDRESS);
        }
        Verdict ofTheLink = LinkLocalRule.check(p, compartment);
        if (ofTheLink != Verdict.CONTINUE) {
            return ofTheLink == Verdict.CONSUME ? stages.local.receive(p) : Verdict.DROP;
        }
        if (!p.ipv6 && Ipv4Header.hasSourceRoute(p.ip, p.ipHeaderBytes)) {
            return p.drop(DropReason.SOURCE_ROUTED);
        }
        int found = compartment.forwarding().fib().lookup(p.destinationHigh(), p.destinationLow());
        if (FibEntry.kind(found) == FibEntry.TUNNEL) {
            return ways.tunnels.send(p, compartment, FibEntry.argument(found));
        }
        if (p.handOver.state == HandOver.OF_TUNNEL) {
            return p.drop(DropReason.TUNNEL_DOWN); // its route is another one since it was handed
        }
        if (stages.owners.handsInside(p)) {
            return Verdict.HOLD;
        }
        Verdict whole = p.isFragment() ? stages.fragments.pass(p) : Verdict.CONTINUE;
        return whole == Verdict.CONTINUE ? route(p, compartment, found) : whole;
    }

    /// @param found what the routes say of its destination, for all flows
    private Verdict route(Packet p, Compartment compartment, int found) {
        int entry = compartment.forwarding().groups().resolve(found, FlowEntropy.hash(p));
        if (FibEntry.kind(entry) == FibEntry.LOCAL) {
            return isDhcp(p) ? p.drop(DropReason.DHCP_FROM_VM) : stages.local.receive(p);
        }
        if (p.ttl <= 1) {
            stages.errors.timeExceeded(p);
            return p.drop(DropReason.TTL_EXPIRED);
        }
        if (FibEntry.kind(entry) == FibEntry.FRONT_END) {
            return ways.frontEnd.send(p, compartment);
        }
        int record = ways.vms.find(p, compartment, entry);
        return record == LookupTable.NONE ? Verdict.DROP : ways.vms.send(p, compartment, record);
    }
}
