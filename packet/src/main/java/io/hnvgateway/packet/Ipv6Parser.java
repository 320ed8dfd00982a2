package io.hnvgateway.packet;

/// Reads an IPv6 header and its extension headers into a [Packet], believing no length before it is
/// checked (RFC 8200 §3, §4).
///
/// Refused besides what is malformed: payload length 0, which a jumbogram (RFC 2675) has and which
/// otherwise carries nothing; IPv4-mapped addresses, which no node sends (RFC 4942 §2.2) and which
/// the gateway's tables know as IPv4 ([IpAddress]); routing header type 0 (RFC 5095). Hop-by-hop
/// options are passed on unread (RFC 8200 §4).
public final class Ipv6Parser {
    /// A fragment may not end behind this: reassembly would overflow the length field.
    private static final int MAX_PAYLOAD_BYTES = 65535;

    /// Fragments but the last carry whole units of this.
    private static final int FRAGMENT_UNIT_BYTES = 8;

    private Ipv6Parser() {}

    /// Parses the header at `ip`; bytes behind the payload length are left out of the packet's
    /// length.
    ///
    /// @param limit address behind the last byte that may be read
    /// @return CONTINUE, or DROP with the reason set
    public static Verdict parse(Packet p, long ip, long limit) {
        if (!Ipv6Header.fits(ip, limit - ip) || Ipv6Header.payloadBytes(ip) == 0) {
            return p.drop(DropReason.BAD_IP_HEADER);
        }
        int totalBytes = Ipv6Header.BYTES + Ipv6Header.payloadBytes(ip);
        long walked = Ipv6Extensions.walk(ip, totalBytes);
        if (walked == Ipv6Extensions.MALFORMED) {
            return p.drop(DropReason.BAD_EXTENSION_HEADER);
        }
        if (Ipv6Extensions.hasSourceRoute(walked)) {
            return p.drop(DropReason.SOURCE_ROUTED);
        }
        p.ip = ip;
        p.ipTotalBytes = totalBytes;
        readAddresses(p, ip);
        readFields(p, ip, walked);
        if (!fragmentFits(p)) {
            return p.drop(DropReason.BAD_IP_HEADER);
        }
        if (isMapped(p)) {
            return p.drop(DropReason.MARTIAN_ADDRESS);
        }
        p.length = (int) (ip + totalBytes - p.address);
        return Verdict.CONTINUE;
    }

    private static void readAddresses(Packet p, long ip) {
        p.ipv6 = true;
        p.etherType = EthernetHeader.TYPE_IPV6;
        p.ipv6SourceHigh = Ipv6Header.sourceHigh(ip);
        p.ipv6SourceLow = Ipv6Header.sourceLow(ip);
        p.ipv6DestinationHigh = Ipv6Header.destinationHigh(ip);
        p.ipv6DestinationLow = Ipv6Header.destinationLow(ip);
    }

    private static void readFields(Packet p, long ip, long walked) {
        int fragmentAt = Ipv6Extensions.fragmentHeaderAt(walked);
        p.ipHeaderBytes = Ipv6Extensions.upperLayerAt(walked);
        p.protocol = Ipv6Extensions.protocol(walked);
        p.ttl = Ipv6Header.hopLimit(ip);
        p.dontFragment = true;
        p.moreFragments = Ipv6Extensions.moreFragments(walked);
        p.fragmentOffset = Ipv6Extensions.fragmentOffset(walked);
        p.ipv6Identification = fragmentAt == 0 ? 0 : Memory.u32(ip + fragmentAt + 4);
        p.resetTransport();
    }

    private static boolean fragmentFits(Packet p) {
        boolean wholeUnits = !p.moreFragments || p.ipPayloadBytes() % FRAGMENT_UNIT_BYTES == 0;
        return wholeUnits && p.fragmentOffset + p.ipPayloadBytes() <= MAX_PAYLOAD_BYTES;
    }

    private static boolean isMapped(Packet p) {
        return IpAddress.isIpv4(p.ipv6SourceHigh, p.ipv6SourceLow)
                || IpAddress.isIpv4(p.ipv6DestinationHigh, p.ipv6DestinationLow);
    }
}
