package io.hnvgateway.packet;

/// Reads the transport header behind a parsed IP header of either family into a [Packet].
///
/// Fragments other than the first have no transport header: their ports stay 0. One that begins
/// inside the TCP header would overwrite it and is dropped (RFC 1858 §4.2); a first one must hold
/// the whole header (RFC 7112 §5). Protocols other than TCP, UDP and ICMP pass with ports 0, the
/// other family's ICMP does not.
///
/// RFC departure: a UDP checksum of 0 is refused over IPv6 (RFC 8200 §8.1), without the exception
/// for tunnels of RFC 6935.
public final class TransportParser {
    private TransportParser() {}

    /// Parses it.
    ///
    /// @return CONTINUE, or DROP when the header does not fit the packet
    public static Verdict parse(Packet p) {
        if (p.protocol == (p.ipv6 ? IpProtocol.ICMP : IpProtocol.ICMPV6)) {
            return p.drop(DropReason.BAD_TRANSPORT_HEADER);
        }
        if (p.fragmentOffset != 0) {
            return p.fragmentOffset < TcpHeader.BYTES && p.protocol == IpProtocol.TCP
                    ? p.drop(DropReason.FRAGMENT_TINY)
                    : Verdict.CONTINUE;
        }
        long transport = p.ip + p.ipHeaderBytes;
        int bytes = p.ipPayloadBytes();
        boolean fits =
                switch (p.protocol) {
                    case IpProtocol.TCP -> tcp(p, transport, bytes);
                    case IpProtocol.UDP -> udp(p, transport, bytes);
                    case IpProtocol.ICMP -> icmp(p, transport, bytes);
                    case IpProtocol.ICMPV6 -> icmpv6(p, transport, bytes);
                    default -> true;
                };
        if (!fits) {
            return p.drop(
                    p.moreFragments ? DropReason.FRAGMENT_TINY : DropReason.BAD_TRANSPORT_HEADER);
        }
        if (p.ipv6 && p.protocol == IpProtocol.UDP && UdpHeader.checksum(transport) == 0) {
            return p.drop(DropReason.BAD_TRANSPORT_HEADER);
        }
        p.transport = transport;
        return Verdict.CONTINUE;
    }

    private static boolean tcp(Packet p, long tcp, int bytes) {
        if (bytes < TcpHeader.BYTES) {
            return false;
        }
        int headerBytes = TcpHeader.headerBytes(tcp);
        if (headerBytes < TcpHeader.BYTES || headerBytes > bytes) {
            return false;
        }
        p.sourcePort = TcpHeader.sourcePort(tcp);
        p.destinationPort = TcpHeader.destinationPort(tcp);
        p.tcpFlags = TcpHeader.flags(tcp);
        return true;
    }

    private static boolean udp(Packet p, long udp, int bytes) {
        if (bytes < UdpHeader.BYTES) {
            return false;
        }
        int lengthBytes = UdpHeader.lengthBytes(udp);
        if (lengthBytes < UdpHeader.BYTES || (lengthBytes > bytes && !p.moreFragments)) {
            return false;
        }
        p.sourcePort = UdpHeader.sourcePort(udp);
        p.destinationPort = UdpHeader.destinationPort(udp);
        return true;
    }

    private static boolean icmp(Packet p, long icmp, int bytes) {
        if (bytes < IcmpHeader.BYTES) {
            return false;
        }
        if (IcmpHeader.isQuery(IcmpHeader.type(icmp))) {
            p.sourcePort = IcmpHeader.identifier(icmp);
        }
        return true;
    }

    private static boolean icmpv6(Packet p, long icmp, int bytes) {
        if (bytes < Icmpv6Header.BYTES) {
            return false;
        }
        if (Icmpv6Header.isQuery(Icmpv6Header.type(icmp))) {
            p.sourcePort = Icmpv6Header.identifier(icmp);
        }
        return true;
    }
}
