package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.UdpHeader;

/// Puts another address of the same family into a packet, ports untouched, and brings every
/// checksum that covers it up to date (RFC 1624): IP rewrite and prefix translation.
///
/// TCP, UDP and ICMPv6 have a pseudo header, ICMPv4 has none. A fragment other than the first has
/// no transport checksum; in the first it is that of the whole packet and changes alike. After a
/// checksum-neutral exchange (RFC 6296 §3.1) no byte of the transport header is another.
///
/// The packet's `ip`, `protocol`, `transport` and addresses must be valid; the fields follow.
public final class AddressExchange {
    /// Folded sum of a change that changes no checksum, besides 0.
    private static final int MINUS_ZERO = 0xffff;

    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;

    private AddressExchange() {}

    /// True when an address of this family can stand in the packet.
    public static boolean fits(Packet p, long high, long low) {
        return p.ipv6 != IpAddress.isIpv4(high, low);
    }

    /// Exchanges the source for an [IpAddress] that [#fits].
    public static void source(Packet p, long high, long low) {
        if (p.ipv6) {
            long delta = delta(p.ipv6SourceHigh, high) + delta(p.ipv6SourceLow, low);
            Ipv6Header.source(p.ip, high, low);
            p.ipv6SourceHigh = high;
            p.ipv6SourceLow = low;
            transportChecksum(p, Checksum.fold(delta));
        } else {
            ipv4(p, IPV4_SOURCE, p.source, (int) low);
            p.source = (int) low;
        }
    }

    /// Exchanges the destination for an [IpAddress] that [#fits].
    public static void destination(Packet p, long high, long low) {
        if (p.ipv6) {
            long delta = delta(p.ipv6DestinationHigh, high) + delta(p.ipv6DestinationLow, low);
            Ipv6Header.destination(p.ip, high, low);
            p.ipv6DestinationHigh = high;
            p.ipv6DestinationLow = low;
            transportChecksum(p, Checksum.fold(delta));
        } else {
            ipv4(p, IPV4_DESTINATION, p.destination, (int) low);
            p.destination = (int) low;
        }
    }

    /// Unfolded sum of `~before + after`.
    private static long delta(long before, long after) {
        return (~before >>> 32)
                + (~before & 0xffff_ffffL)
                + (after >>> 32)
                + (after & 0xffff_ffffL);
    }

    private static void ipv4(Packet p, int offset, int before, int after) {
        int delta = Checksum.delta32(before, after);
        Memory.put32(p.ip + offset, after);
        Memory.put16(p.ip + 10, Checksum.apply(Ipv4Header.checksum(p.ip), delta));
        transportChecksum(p, delta);
    }

    private static void transportChecksum(Packet p, int delta) {
        long transport = p.transport;
        if (transport == 0 || delta == 0 || delta == MINUS_ZERO) {
            return;
        }
        switch (p.protocol) {
            case IpProtocol.TCP ->
                    TcpHeader.checksum(
                            transport, Checksum.apply(TcpHeader.checksum(transport), delta));
            case IpProtocol.UDP ->
                    UdpHeader.checksum(
                            transport, Checksum.applyUdp(UdpHeader.checksum(transport), delta));
            case IpProtocol.ICMPV6 ->
                    Icmpv6Header.checksum(
                            transport, Checksum.apply(Icmpv6Header.checksum(transport), delta));
            default -> {}
        }
    }
}
