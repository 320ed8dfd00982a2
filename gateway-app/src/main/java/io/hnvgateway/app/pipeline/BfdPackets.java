package io.hnvgateway.app.pipeline;

import io.hnvgateway.bgp.bfd.BfdArrival;
import io.hnvgateway.bgp.bfd.BfdHeader;
import io.hnvgateway.bgp.bfd.BfdSession;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.UdpHeader;

/// Control packets of BFD within UDP and IP (RFC 5881 §4, §5; RFC 5883 §5).
final class BfdPackets {
    private static final int UDP_BYTES = UdpHeader.BYTES + BfdHeader.BYTES;
    private static final int SOURCE_PORTS = (1 << 16) - BfdHeader.LEAST_SOURCE_PORT;

    private BfdPackets() {}

    static int port(boolean multihop) {
        return multihop ? BfdHeader.MULTIHOP_PORT : BfdHeader.PORT;
    }

    /// @param p a whole UDP packet, transport header parsed: its length is within the packet, and
    ///   over IPv6 it has a checksum
    /// @return false when the checksum is wrong
    static boolean read(Packet p, BfdArrival to) {
        long udp = p.transport;
        int bytes = UdpHeader.lengthBytes(udp);
        if (!isValid(p, udp, bytes)) {
            return false;
        }
        to.compartment = p.compartment;
        to.peerHigh = p.sourceHigh();
        to.peerLow = p.sourceLow();
        to.localHigh = p.destinationHigh();
        to.localLow = p.destinationLow();
        to.multihop = p.destinationPort == BfdHeader.MULTIHOP_PORT;
        to.ttl = p.ttl;
        to.payload = udp + UdpHeader.BYTES;
        to.payloadBytes = bytes - UdpHeader.BYTES;
        return true;
    }

    /// 0 says that there is none (RFC 768).
    private static boolean isValid(Packet p, long udp, int bytes) {
        return UdpHeader.checksum(udp) == 0
                || Checksum.fold(pseudoHeader(p.ip, p.ipv6, bytes) + Checksum.sum(udp, bytes))
                        == 0xffff;
    }

    private static long pseudoHeader(long ip, boolean ipv6, int bytes) {
        return ipv6
                ? Checksum.pseudoHeader6(ip, IpProtocol.UDP, bytes)
                : Checksum.pseudoHeader(
                        Ipv4Header.source(ip), Ipv4Header.destination(ip), IpProtocol.UDP, bytes);
    }

    /// Writes a packet from its IP header on.
    ///
    /// @return its bytes
    static int write(long ip, BfdSession session, PuntPeer peer, boolean answersPoll) {
        boolean ipv6 = peer.isIpv6();
        int headerBytes = ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
        if (ipv6) {
            Ipv6Header.write(ip, UDP_BYTES, IpProtocol.UDP, BfdHeader.TTL);
            Ipv6Header.source(ip, peer.local().high(), peer.local().low());
            Ipv6Header.destination(ip, peer.peer().high(), peer.peer().low());
        } else {
            Ipv4Header.write(
                    ip,
                    headerBytes + UDP_BYTES,
                    Ipv4Header.DONT_FRAGMENT,
                    BfdHeader.TTL << 8 | IpProtocol.UDP,
                    Ipv4Header.addresses(peer.local().ipv4Bits(), peer.peer().ipv4Bits()));
        }
        long udp = ip + headerBytes;
        Memory.put16(udp, BfdHeader.LEAST_SOURCE_PORT + peer.number() % SOURCE_PORTS);
        Memory.put16(udp + 2, port(session.key().multihop()));
        Memory.put16(udp + 4, UDP_BYTES);
        UdpHeader.checksum(udp, 0);
        session.write(udp + UdpHeader.BYTES, answersPoll);
        int checksum =
                Checksum.finish(pseudoHeader(ip, ipv6, UDP_BYTES) + Checksum.sum(udp, UDP_BYTES));
        UdpHeader.checksum(udp, checksum == 0 ? 0xffff : checksum);
        return headerBytes + UDP_BYTES;
    }
}
