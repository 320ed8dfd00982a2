package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.stage.AddressRules;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;

/// Frames in the VLAN of an L3 connection. Whatever they say of themselves, they come from that
/// tenant's site: nothing of them is the host's, another link's or a known flow's. Owner: the
/// worker.
final class TenantLinkPath {
    private final OuterPath.Stages stages;

    TenantLinkPath(OuterPath.Stages stages) {
        this.stages = stages;
    }

    /// @param p on a tenant's link, its Ethernet header read
    Verdict receive(Packet p, Port port, int type) {
        if (!stages.tunnels().serves(p.port)) {
            return p.drop(DropReason.OUTER_VLAN);
        }
        return switch (type) {
            case EthernetHeader.TYPE_IPV4 -> ipv4(p);
            case EthernetHeader.TYPE_IPV6 -> ipv6(p, port);
            case EthernetHeader.TYPE_ARP -> stages.arp().receive(p, port);
            default -> p.drop(DropReason.ETHERTYPE_UNSUPPORTED);
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
                ? stages.neighborDiscovery().receive(p, port)
                : addressed(p);
    }

    /// RFC 1812 §5.3.4: what a link broadcasts is not forwarded, and no error is sent about it.
    private Verdict addressed(Packet p) {
        if (AddressRules.isMulticastOrBroadcast(p.destinationHigh(), p.destinationLow())
                || AddressRules.isLinkLocal(p.destinationHigh(), p.destinationLow())) {
            return p.drop(DropReason.MULTICAST_UNSUPPORTED);
        }
        return MacAddress.isGroup(EthernetHeader.destination(p.address))
                ? p.drop(DropReason.WRONG_DESTINATION_MAC)
                : stages.tunnels().receiveOnLink(p);
    }
}
