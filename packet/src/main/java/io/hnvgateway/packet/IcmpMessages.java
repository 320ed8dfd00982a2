package io.hnvgateway.packet;

/// What kind of ICMP message a packet of either family is. The transport header is parsed; a later
/// fragment, whose message cannot be told, is of no kind.
public final class IcmpMessages {
    private IcmpMessages() {}

    /// Whether it is an ICMP message whose header was read.
    public static boolean isMessage(Packet p) {
        return p.protocol == (p.ipv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP) && p.transport != 0;
    }

    /// A request or its answer, which has an identifier (RFC 792, RFC 4443 §4).
    public static boolean isQuery(Packet p) {
        if (!isMessage(p)) {
            return false;
        }
        int type = IcmpHeader.type(p.transport);
        return p.ipv6 ? Icmpv6Header.isQuery(type) : IcmpHeader.isQuery(type);
    }

    /// A message about another packet, which it quotes.
    public static boolean isError(Packet p) {
        if (!isMessage(p)) {
            return false;
        }
        int type = IcmpHeader.type(p.transport);
        return p.ipv6 ? Icmpv6Header.isError(type) : IcmpHeader.isError(type);
    }

    /// A ping.
    public static boolean isEchoRequest(Packet p) {
        return isMessage(p)
                && IcmpHeader.type(p.transport)
                        == (p.ipv6 ? Icmpv6Header.ECHO_REQUEST : IcmpHeader.ECHO_REQUEST);
    }

    /// Neighbour discovery of IPv6 (RFC 4861 §4).
    public static boolean isNeighborDiscovery(Packet p) {
        return p.ipv6
                && isMessage(p)
                && Icmpv6Header.isNeighborDiscovery(Icmpv6Header.type(p.transport));
    }
}
