package io.hnvgateway.packet;

/// Reads the transport header behind a parsed IPv4 header into a [Packet].
///
/// Fragments other than the first have no transport header: their ports stay 0. One that begins
/// inside the TCP header would overwrite it and is dropped (RFC 1858 §4.2). Protocols other than
/// TCP, UDP and ICMP pass with ports 0.
public final class TransportParser {
    private TransportParser() {}

    /// Parses it.
    ///
    /// @return CONTINUE, or DROP when the header does not fit the packet
    public static Verdict parse(Packet p) {
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
                    default -> true;
                };
        if (!fits) {
            return p.drop(
                    p.moreFragments ? DropReason.FRAGMENT_TINY : DropReason.BAD_TRANSPORT_HEADER);
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
}
