package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.NeighborDiscovery;
import io.hnvgateway.packet.Packet;

/// What makes a message of neighbour discovery valid (RFC 4861 §6.1, §7.1, §8.1), and the
/// advertisement that answers a solicitation (§7.2.4).
final class NeighborMessages {
    /// An advertisement with the target's link-layer address.
    static final int ADVERTISEMENT_BYTES = 32;

    /// `ff02::1`, all nodes of the link.
    static final long ALL_NODES_HIGH = 0xff02_0000_0000_0000L;

    static final long ALL_NODES_LOW = 1;

    /// `ff02::1:ff00:0/104`, solicited nodes (RFC 4291 §2.7.1).
    private static final long SOLICITED_NODES_LOW = 0x1_ff00_0000L;

    private static final long LAST_24_BITS = 0xff_ffffL;

    private NeighborMessages() {}

    /// Whether a parsed packet that is a message of neighbour discovery is a valid one. One with
    /// extension headers is not: a Fragment header is forbidden (RFC 6980 §5), others are not used.
    static boolean isValid(Packet p) {
        int bytes = p.ipPayloadBytes();
        boolean sound =
                p.ttl == NeighborDiscovery.HOP_LIMIT
                        && p.ipHeaderBytes == Ipv6Header.BYTES
                        && !p.isFragment()
                        && NeighborDiscovery.fits(p.transport, bytes)
                        && Icmpv6Header.checksumValid(p.ip, p.transport, bytes);
        if (!sound) {
            return false;
        }
        return switch (Icmpv6Header.type(p.transport)) {
            case Icmpv6Header.NEIGHBOR_SOLICITATION ->
                    hasUnicastTarget(p) && (!isProbe(p) || isValidProbe(p, bytes));
            case Icmpv6Header.NEIGHBOR_ADVERTISEMENT ->
                    hasUnicastTarget(p) && !isProbe(p) && isAddressedRight(p);
            default -> true;
        };
    }

    /// No mapped address either: in the tables that would be an IPv4 one.
    private static boolean hasUnicastTarget(Packet p) {
        long high = NeighborDiscovery.targetHigh(p.transport);
        long low = NeighborDiscovery.targetLow(p.transport);
        return !IpAddress.isIpv4(high, low) && AddressRules.isUnicast(high, low);
    }

    /// A solicitation by which its sender asks whether the target is free (RFC 4862 §5.4.2).
    static boolean isProbe(Packet p) {
        return AddressRules.isUnspecified(p.sourceHigh(), p.sourceLow());
    }

    private static boolean isValidProbe(Packet p, int bytes) {
        boolean toSolicitedNodes =
                p.destinationHigh() == ALL_NODES_HIGH
                        && (p.destinationLow() & ~LAST_24_BITS) == SOLICITED_NODES_LOW;
        return toSolicitedNodes
                && NeighborDiscovery.option(p.transport, bytes, NeighborDiscovery.SOURCE_LINK_LAYER)
                        == 0;
    }

    /// What all nodes hear was asked for by none.
    private static boolean isAddressedRight(Packet p) {
        boolean solicited =
                (NeighborDiscovery.advertisementFlags(p.transport) & NeighborDiscovery.SOLICITED)
                        != 0;
        return !solicited
                || !AddressRules.isMulticastOrBroadcast(p.destinationHigh(), p.destinationLow());
    }

    /// Writes IPv6 header and advertisement "the target is at `mac`", from the target: to the
    /// sender of the solicitation, or to all nodes when that has no address yet.
    ///
    /// @param ip6 where it goes, [Ipv6Header#BYTES] + [#ADVERTISEMENT_BYTES] long
    static void writeAdvertisement(long ip6, Packet solicitation, long mac) {
        long asked = solicitation.transport;
        boolean probe = isProbe(solicitation);
        Ipv6Header.write(ip6, ADVERTISEMENT_BYTES, IpProtocol.ICMPV6, NeighborDiscovery.HOP_LIMIT);
        Ipv6Header.source(
                ip6, NeighborDiscovery.targetHigh(asked), NeighborDiscovery.targetLow(asked));
        Ipv6Header.destination(
                ip6,
                probe ? ALL_NODES_HIGH : solicitation.sourceHigh(),
                probe ? ALL_NODES_LOW : solicitation.sourceLow());
        long icmp = ip6 + Ipv6Header.BYTES;
        Memory.copy(asked, icmp, NeighborDiscovery.fixedBytes(Icmpv6Header.type(asked)));
        int flags = NeighborDiscovery.ROUTER | NeighborDiscovery.OVERRIDE;
        NeighborDiscovery.makeAdvertisement(
                icmp, probe ? flags : flags | NeighborDiscovery.SOLICITED, mac);
        Icmpv6Header.updateChecksum(ip6, icmp, ADVERTISEMENT_BYTES);
    }

    /// The group MAC address at which the owner of an address hears solicitations (RFC 2464 §7).
    static long solicitedNodeMac(long targetLow) {
        return 0x3333_ff00_0000L | (targetLow & LAST_24_BITS);
    }

    /// Writes IPv6 header and solicitation "who has `target`?", as long as an advertisement.
    ///
    /// @param unicast to the target itself, to ask whether it is still there (RFC 4861 §7.3.3)
    static void writeSolicitation(
            long ip6, IpAddress source, IpAddress target, long mac, boolean unicast) {
        Ipv6Header.write(ip6, ADVERTISEMENT_BYTES, IpProtocol.ICMPV6, NeighborDiscovery.HOP_LIMIT);
        Ipv6Header.source(ip6, source.high(), source.low());
        Ipv6Header.destination(
                ip6,
                unicast ? target.high() : ALL_NODES_HIGH,
                unicast ? target.low() : SOLICITED_NODES_LOW | (target.low() & LAST_24_BITS));
        long icmp = ip6 + Ipv6Header.BYTES;
        Memory.put32(icmp, Icmpv6Header.NEIGHBOR_SOLICITATION << 24);
        Memory.put32(icmp + 4, 0);
        Memory.put64(icmp + 8, target.high());
        Memory.put64(icmp + 16, target.low());
        NeighborDiscovery.writeLinkLayer(icmp + 24, NeighborDiscovery.SOURCE_LINK_LAYER, mac);
        Icmpv6Header.updateChecksum(ip6, icmp, ADVERTISEMENT_BYTES);
    }
}
