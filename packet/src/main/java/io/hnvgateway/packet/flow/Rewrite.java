package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.UdpHeader;

/// The steps that change an IP packet in place, checksums incrementally (RFC 1624). The fields of
/// [Packet] follow.
///
/// A fragment other than the first has no transport header: its address alone changes. Protocols
/// without ports, and ICMP other than queries, are treated alike.
public final class Rewrite {
    private static final int SOURCE_OFFSET = 12;
    private static final int DESTINATION_OFFSET = 16;

    private Rewrite() {}

    /// One hop less; the caller has checked that the TTL or hop limit is above 1.
    public static void decrementTtl(Packet p) {
        if (p.ipv6) {
            Ipv6Header.decrementHopLimit(p.ip);
        } else {
            Ipv4Header.decrementTtl(p.ip);
        }
        p.ttl--;
    }

    /// Address and port (IPv6: the address alone), as the action says; nothing when it rewrites
    /// neither.
    public static void addressAndPort(Packet p, FlowAction a) {
        if (p.ipv6) {
            address(p, a);
        } else if (a.has(FlowAction.REWRITE_SOURCE)) {
            Memory.put32(p.ip + SOURCE_OFFSET, a.newAddress);
            p.source = a.newAddress;
            afterAddress(p, a, 0);
        } else if (a.has(FlowAction.REWRITE_DESTINATION)) {
            Memory.put32(p.ip + DESTINATION_OFFSET, a.newAddress);
            p.destination = a.newAddress;
            afterAddress(p, a, 2);
        }
    }

    private static void address(Packet p, FlowAction a) {
        if (a.has(FlowAction.REWRITE_SOURCE)) {
            AddressExchange.source(p, a.newAddressHigh, a.newAddressLow);
        } else if (a.has(FlowAction.REWRITE_DESTINATION)) {
            AddressExchange.destination(p, a.newAddressHigh, a.newAddressLow);
        }
    }

    private static void afterAddress(Packet p, FlowAction a, int portOffset) {
        ipChecksum(p, a.ipDelta);
        if (p.transport == 0) {
            return;
        }
        if (p.protocol == IpProtocol.TCP) {
            port(p, a.newPort, portOffset);
            tcpChecksum(p, a);
        } else if (p.protocol == IpProtocol.UDP) {
            port(p, a.newPort, portOffset);
            udpChecksum(p, a);
        } else if (p.protocol == IpProtocol.ICMP) {
            icmpIdentifier(p, a);
        }
    }

    private static void ipChecksum(Packet p, int delta) {
        Memory.put16(p.ip + 10, Checksum.apply(Ipv4Header.checksum(p.ip), delta));
    }

    private static void port(Packet p, int port, int offset) {
        Memory.put16(p.transport + offset, port);
        if (offset == 0) {
            p.sourcePort = port;
        } else {
            p.destinationPort = port;
        }
    }

    private static void tcpChecksum(Packet p, FlowAction a) {
        int delta = Checksum.combine(a.ipDelta, a.transportDelta);
        TcpHeader.checksum(p.transport, Checksum.apply(TcpHeader.checksum(p.transport), delta));
    }

    private static void udpChecksum(Packet p, FlowAction a) {
        int delta = Checksum.combine(a.ipDelta, a.transportDelta);
        UdpHeader.checksum(p.transport, Checksum.applyUdp(UdpHeader.checksum(p.transport), delta));
    }

    /// No pseudo header in ICMP: the identifier alone counts (RFC 5508 §3.1).
    private static void icmpIdentifier(Packet p, FlowAction a) {
        long icmp = p.transport;
        if (IcmpHeader.isQuery(IcmpHeader.type(icmp))) {
            Memory.put16(icmp + 4, a.newPort);
            p.sourcePort = a.newPort;
            IcmpHeader.checksum(icmp, Checksum.apply(IcmpHeader.checksum(icmp), a.transportDelta));
        }
    }

    /// A new identification for a packet that may be fragmented later and is not a fragment: behind
    /// one address, two hosts' identifications could meet (RFC 6864 §5.3).
    public static void identification(Packet p, IpIdentifications identifications) {
        if (p.dontFragment || p.isFragment()) {
            return;
        }
        int identification = identifications.next();
        int delta = Checksum.delta16(Ipv4Header.identification(p.ip), identification);
        Memory.put16(p.ip + 4, identification);
        ipChecksum(p, delta);
    }
}
