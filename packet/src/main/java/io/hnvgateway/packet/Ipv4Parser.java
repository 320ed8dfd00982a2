package io.hnvgateway.packet;

/// Reads an IPv4 header into a [Packet], believing no length before it is checked (RFC 1812
/// §5.2.2).
public final class Ipv4Parser {
    /// A fragment may not end behind this: reassembly would overflow the length field.
    private static final int MAX_DATAGRAM_BYTES = 65535;

    private Ipv4Parser() {}

    /// Parses the header at `ip`; bytes behind the total length are left out of the packet's
    /// length.
    ///
    /// @param limit address behind the last byte that may be read
    /// @return CONTINUE, or DROP with the reason set
    public static Verdict parse(Packet p, long ip, long limit) {
        long bytes = limit - ip;
        if (bytes < Ipv4Header.BYTES || Ipv4Header.version(ip) != 4) {
            return p.drop(DropReason.BAD_IP_HEADER);
        }
        int headerBytes = Ipv4Header.headerBytes(ip);
        int totalBytes = Ipv4Header.totalBytes(ip);
        if (headerBytes < Ipv4Header.BYTES || totalBytes < headerBytes || totalBytes > bytes) {
            return p.drop(DropReason.BAD_IP_HEADER);
        }
        if (!Ipv4Header.checksumValid(ip, headerBytes)) {
            return p.drop(DropReason.BAD_IP_CHECKSUM);
        }
        p.ip = ip;
        p.ipHeaderBytes = headerBytes;
        p.ipTotalBytes = totalBytes;
        readFields(p, ip);
        if (p.fragmentOffset + p.ipPayloadBytes() > MAX_DATAGRAM_BYTES) {
            return p.drop(DropReason.BAD_IP_HEADER);
        }
        p.length = (int) (ip + totalBytes - p.address);
        return Verdict.CONTINUE;
    }

    private static void readFields(Packet p, long ip) {
        int flags = Ipv4Header.flagsAndOffset(ip);
        p.ipv6 = false;
        p.etherType = EthernetHeader.TYPE_IPV4;
        p.source = Ipv4Header.source(ip);
        p.destination = Ipv4Header.destination(ip);
        p.protocol = Ipv4Header.protocol(ip);
        p.ttl = Ipv4Header.ttl(ip);
        p.dontFragment = (flags & Ipv4Header.DONT_FRAGMENT) != 0;
        p.moreFragments = (flags & Ipv4Header.MORE_FRAGMENTS) != 0;
        p.fragmentOffset = (flags & 0x1fff) << 3;
        p.resetTransport();
    }
}
