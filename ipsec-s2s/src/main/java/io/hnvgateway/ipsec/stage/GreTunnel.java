package io.hnvgateway.ipsec.stage;

import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.flow.IpIdentifications;

/// GRE as tenants' tunnels use it (RFC 2784 §2, RFC 2890 §2): IPv4 or IPv6 inside, over either.
///
/// ```
///  0                   1                   2                   3
/// +-+-+-+-+---------------------+-----+---------------------------+
/// |C| |K|S|  Reserved0, 0       |Ver 0|   Protocol Type           |
/// +-+-+-+-+---------------------+-----+---------------------------+
/// |   Checksum (if C), Reserved1, 0                               |
/// |   Key (if K)                                                  |
/// |   Sequence Number (if S)                                      |
/// +---------------------------------------------------------------+
/// ```
///
/// Written: a key if the tunnel has one, nothing else. Read: a sequence number is passed over.
///
/// RFC departure: a packet with a checksum is refused, not verified (RFC 2784 §2.3): nobody sends
/// one who was not told to.
public final class GreTunnel {
    /// [#read]: not such a header.
    public static final int UNKNOWN = 0;

    private static final int KEY_PRESENT = 0x2000;
    private static final int SEQUENCE_PRESENT = 0x1000;
    private static final int KNOWN = KEY_PRESENT | SEQUENCE_PRESENT;
    private static final int BASE_BYTES = 4;
    private static final int FIELD_BYTES = 4;
    private static final int TTL = 64;
    private static final int LINK_BYTES = 18;

    private GreTunnel() {}

    /// Bytes of both headers in front of an inner packet: 24 or 28 over IPv4, 20 more over IPv6.
    public static int overheadBytes(Tunnel.Path path) {
        int ipBytes = path.remote().isIpv4() ? Ipv4Header.BYTES : Ipv6Header.BYTES;
        return ipBytes + greBytes(path);
    }

    private static int greBytes(Tunnel.Path path) {
        return BASE_BYTES + (path.key() == Tunnel.Path.NO_KEY ? 0 : FIELD_BYTES);
    }

    /// Bytes of the GRE header of a packet, or [#UNKNOWN].
    ///
    /// @param p outer IP header parsed
    static int headerBytes(Packet p) {
        int flags = p.ipPayloadBytes() < BASE_BYTES ? -1 : Memory.u16(p.ip + p.ipHeaderBytes);
        if ((flags & ~KNOWN) != 0) {
            return UNKNOWN;
        }
        int bytes = BASE_BYTES;
        bytes += (flags & KEY_PRESENT) != 0 ? FIELD_BYTES : 0;
        bytes += (flags & SEQUENCE_PRESENT) != 0 ? FIELD_BYTES : 0;
        return bytes <= p.ipPayloadBytes() ? bytes : UNKNOWN;
    }

    /// Its key, or [Tunnel.Path#NO_KEY]; of a header that [#headerBytes] knows.
    static long key(long gre) {
        return (Memory.u16(gre) & KEY_PRESENT) == 0
                ? Tunnel.Path.NO_KEY
                : Integer.toUnsignedLong(Memory.u32(gre + BASE_BYTES));
    }

    /// EtherType of the packet inside.
    static int protocol(long gre) {
        return Memory.u16(gre + 2);
    }

    /// Whether the frame has room for the headers in front.
    static boolean hasRoom(Packet p, Tunnel.Path path) {
        return p.ip - overheadBytes(path) - LINK_BYTES >= FramePool.frameOf(p.ip);
    }

    /// Puts both headers in front; the packet is the outer one then.
    ///
    /// @param trafficClass DSCP and ECN of the outer header
    static void write(
            Packet p, Tunnel.Path path, int trafficClass, IpIdentifications identifications) {
        long gre = p.ip - greBytes(path);
        boolean keyed = path.key() != Tunnel.Path.NO_KEY;
        int type = p.ipv6 ? EthernetHeader.TYPE_IPV6 : EthernetHeader.TYPE_IPV4;
        Memory.put32(gre, (keyed ? KEY_PRESENT : 0) << 16 | type);
        if (keyed) {
            Memory.put32(gre + BASE_BYTES, (int) path.key());
        }
        int payloadBytes = (int) (p.ip - gre) + p.ipTotalBytes;
        if (path.remote().isIpv4()) {
            writeIpv4(p, gre - Ipv4Header.BYTES, payloadBytes, path, identifications);
            Memory.put8(p.ip + 1, trafficClass);
            Ipv4Header.updateChecksum(p.ip, Ipv4Header.BYTES);
        } else {
            writeIpv6(p, gre - Ipv6Header.BYTES, payloadBytes, path);
            Memory.put16(p.ip, 6 << 12 | trafficClass << 4);
        }
        p.protocol = IpProtocol.GRE;
        p.transport = gre;
        p.fragmentOffset = 0;
        p.moreFragments = false;
    }

    /// DF as inside: what is too long was refused or cut before (RFC 4301 §8.1 for ESP, alike).
    private static void writeIpv4(
            Packet p,
            long ip,
            int payloadBytes,
            Tunnel.Path path,
            IpIdentifications identifications) {
        int flags = p.dontFragment ? Ipv4Header.DONT_FRAGMENT : 0;
        p.source = (int) path.local().low();
        p.destination = (int) path.remote().low();
        Ipv4Header.write(
                ip,
                payloadBytes + Ipv4Header.BYTES,
                (p.dontFragment ? 0 : identifications.next() << 16) | flags, // RFC 6864 §4.1
                TTL << 8 | IpProtocol.GRE,
                Ipv4Header.addresses(p.source, p.destination));
        become(p, ip, Ipv4Header.BYTES, payloadBytes + Ipv4Header.BYTES, false);
    }

    private static void writeIpv6(Packet p, long ip, int payloadBytes, Tunnel.Path path) {
        Ipv6Header.write(ip, payloadBytes, IpProtocol.GRE, TTL);
        Ipv6Header.source(ip, path.local().high(), path.local().low());
        Ipv6Header.destination(ip, path.remote().high(), path.remote().low());
        become(p, ip, Ipv6Header.BYTES, payloadBytes + Ipv6Header.BYTES, true);
    }

    private static void become(Packet p, long ip, int headerBytes, int bytes, boolean ipv6) {
        p.address = ip;
        p.length = bytes;
        p.ip = ip;
        p.ipHeaderBytes = headerBytes;
        p.ipTotalBytes = bytes;
        p.overlay = false;
        p.ipv6 = ipv6;
        p.etherType = ipv6 ? EthernetHeader.TYPE_IPV6 : EthernetHeader.TYPE_IPV4;
        p.ttl = TTL;
    }
}
