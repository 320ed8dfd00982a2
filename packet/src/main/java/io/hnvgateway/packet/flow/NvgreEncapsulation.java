package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;

/// Writes inner Ethernet, GRE and outer IP into the headroom before an IP packet of either family
/// (RFC 7637 §3.2).
///
/// ```
/// ip-42     ip-22   ip-14      ip
///  | IPv4    | GRE   | Ethernet | packet, ipTotalBytes
/// ip-62     ip-22   ip-14      ip
///  | IPv6    | GRE   | Ethernet | packet, ipTotalBytes
/// ```
///
/// The outer IPv6 header has a flow label of the inner flow (RFC 6438 §2), and never a Fragment
/// header.
final class NvgreEncapsulation {
    private static final int HOP_LIMIT = 128;
    private static final int TTL_AND_PROTOCOL = HOP_LIMIT << 8 | IpProtocol.GRE;
    private static final int FLOW_LABEL_BITS = 20;
    private static final int INNER_BYTES = GreHeader.NVGRE_BYTES + EthernetHeader.BYTES;

    private NvgreEncapsulation() {}

    static boolean isOuterIpv6(Adjacency to) {
        return !IpAddress.isIpv4(to.destinationHigh, to.destinationLow);
    }

    /// What the tunnel adds to an IP packet on the provider link.
    static int overheadBytes(boolean outerIpv6) {
        return INNER_BYTES + (outerIpv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES);
    }

    /// Writes the three headers; the caller has checked the headroom.
    static void write(Packet p, Adjacency to, IpIdentifications identifications) {
        long innerEthernet = p.ip - EthernetHeader.BYTES;
        long gre = innerEthernet - GreHeader.NVGRE_BYTES;
        int entropy = FlowEntropy.of(p);
        EthernetHeader.write(innerEthernet, to.destinationMac, to.sourceMac, p.etherType);
        GreHeader.writeNvgre(gre, to.vsid, flowId(entropy));
        if (isOuterIpv6(to)) {
            writeIpv6(gre, p.ipTotalBytes + INNER_BYTES, flowLabel(entropy), to);
        } else {
            writeIpv4(gre, p.ipTotalBytes + INNER_BYTES, to, identifications);
        }
    }

    /// As [#write] for an IPv4 packet over IPv4, from what [ReachPass] took of the adjacency.
    ///
    /// @param hit a [HitRecord]
    static void writeOverIpv4(long hit, long ip, IpIdentifications identifications) {
        int segment = Memory.getIntNative(hit + HitRecord.SEGMENT);
        boolean dontFragment = (segment & HitRecord.DONT_FRAGMENT) != 0;
        long gre = ip - INNER_BYTES;
        Ipv4Header.write(
                gre - Ipv4Header.BYTES,
                HitRecord.totalBytes(hit) + INNER_BYTES + Ipv4Header.BYTES,
                dontFragment ? Ipv4Header.DONT_FRAGMENT : identifications.next() << 16,
                TTL_AND_PROTOCOL,
                Memory.getLongNative(hit + HitRecord.OUTER_ADDRESSES));
        GreHeader.writeNvgre(
                gre, segment >>> 8, flowId(Memory.getIntNative(hit + HitRecord.ENTROPY)));
        long ethernet = ip - EthernetHeader.BYTES;
        Memory.putLongNative(ethernet, Memory.getLongNative(hit + HitRecord.INNER_MACS));
        Memory.putIntNative(ethernet + 8, Memory.getIntNative(hit + HitRecord.INNER_MACS + 8));
        Memory.put16(ethernet + 12, EthernetHeader.TYPE_IPV4);
    }

    private static void writeIpv4(
            long gre, int payloadBytes, Adjacency to, IpIdentifications identifications) {
        Ipv4Header.write(
                gre - Ipv4Header.BYTES,
                payloadBytes + Ipv4Header.BYTES,
                identificationAndFlags(to, identifications),
                TTL_AND_PROTOCOL,
                Ipv4Header.addresses((int) to.providerSourceLow, (int) to.destinationLow));
    }

    private static void writeIpv6(long gre, int payloadBytes, int flowLabel, Adjacency to) {
        long outer = gre - Ipv6Header.BYTES;
        Ipv6Header.write(outer, payloadBytes, IpProtocol.GRE, HOP_LIMIT);
        Ipv6Header.flowLabel(outer, flowLabel);
        Ipv6Header.source(outer, to.providerSourceHigh, to.providerSourceLow);
        Ipv6Header.destination(outer, to.destinationHigh, to.destinationLow);
    }

    private static int identificationAndFlags(Adjacency to, IpIdentifications identifications) {
        boolean dontFragment = (to.flags & Adjacency.OUTER_DONT_FRAGMENT) != 0;
        return dontFragment ? Ipv4Header.DONT_FRAGMENT : identifications.next() << 16;
    }

    /// The NVGRE header's 8 bits for the inner flow.
    static int flowId(Packet p) {
        return flowId(FlowEntropy.of(p));
    }

    private static int flowId(int entropy) {
        int x = entropy ^ entropy >>> 16;
        x ^= x >>> 8;
        return x & 0xff;
    }

    /// The outer IPv6 header's 20 bits for the inner flow; never 0, which means "no label" (RFC
    /// 6437 §2).
    static int flowLabel(Packet p) {
        return flowLabel(FlowEntropy.of(p));
    }

    private static int flowLabel(int entropy) {
        int label = (entropy ^ entropy >>> FLOW_LABEL_BITS) & (1 << FLOW_LABEL_BITS) - 1;
        return label == 0 ? 1 : label;
    }
}
