package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Packet;

/// Writes inner Ethernet, GRE and outer IPv4 into the headroom before an IP packet (RFC 7637 §3.2).
///
/// ```
/// ip-56      ip-42     ip-22   ip-14      ip
///  | Ethernet | IPv4    | GRE   | Ethernet | packet, ipTotalBytes
/// ```
final class NvgreEncapsulation {
    /// What the tunnel adds to an IP packet on the provider link.
    static final int OVERHEAD_BYTES =
            Ipv4Header.BYTES + GreHeader.NVGRE_BYTES + EthernetHeader.BYTES;

    private static final int TTL_AND_PROTOCOL = 128 << 8 | IpProtocol.GRE;

    private NvgreEncapsulation() {}

    /// Writes the three headers; the caller has checked the headroom.
    static void write(Packet p, Adjacency to, IpIdentifications identifications) {
        long innerEthernet = p.ip - EthernetHeader.BYTES;
        long gre = innerEthernet - GreHeader.NVGRE_BYTES;
        long outer = gre - Ipv4Header.BYTES;
        EthernetHeader.write(innerEthernet, to.destinationMac, to.sourceMac, p.etherType);
        GreHeader.writeNvgre(gre, to.vsid, flowId(p));
        Ipv4Header.write(
                outer,
                p.ipTotalBytes + OVERHEAD_BYTES,
                identificationAndFlags(to, identifications),
                TTL_AND_PROTOCOL,
                Ipv4Header.addresses((int) to.providerSourceLow, (int) to.destinationLow));
    }

    private static int identificationAndFlags(Adjacency to, IpIdentifications identifications) {
        boolean dontFragment = (to.flags & Adjacency.OUTER_DONT_FRAGMENT) != 0;
        return dontFragment ? Ipv4Header.DONT_FRAGMENT : identifications.next() << 16;
    }

    /// FlowID: 8 bits from the inner 5-tuple as it is sent; all fragments of a packet get the same.
    static int flowId(Packet p) {
        int x = p.source ^ p.destination ^ p.protocol;
        if (!p.isFragment()) {
            x ^= p.sourcePort << 16 | p.destinationPort;
        }
        x ^= x >>> 16;
        x ^= x >>> 8;
        return x & 0xff;
    }
}
