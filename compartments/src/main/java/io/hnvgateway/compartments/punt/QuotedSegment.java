package io.hnvgateway.compartments.punt;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import org.jspecify.annotations.Nullable;

/// The TCP segment from L to P whose start an ICMP error quotes (RFC 1812 §4.3.2.3, RFC 4443 §2.4):
/// read without trust, and rewritten in place. A flyweight; owner: the worker.
///
/// At least its IP header, without options or extension headers, and the ports must be there. A
/// checksum is rewritten as far as it is quoted.
public final class QuotedSegment {
    private static final int PORT_BYTES = 4;
    private static final int BYTES_TO_CHECKSUM_END = 18;
    private static final int IPV4_CHECKSUM = 10;
    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;

    private long ip;
    private int headerBytes;
    private int bytes;

    public long sourceHigh;
    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;
    public int sourcePort;
    public int destinationPort;

    /// Reads what an error quotes.
    ///
    /// @param error an ICMP error, unfragmented, transport header parsed
    /// @return false when it is no start of a TCP segment
    public boolean read(Packet error) {
        boolean ipv6 = error.ipv6;
        ip = error.transport + IcmpHeader.BYTES;
        bytes = error.ipPayloadBytes() - IcmpHeader.BYTES;
        headerBytes = ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
        if (bytes < headerBytes + PORT_BYTES || !(ipv6 ? readIpv6() : readIpv4())) {
            return false;
        }
        sourcePort = TcpHeader.sourcePort(ip + headerBytes);
        destinationPort = TcpHeader.destinationPort(ip + headerBytes);
        return true;
    }

    private boolean readIpv4() {
        boolean segment =
                Ipv4Header.version(ip) == 4
                        && Ipv4Header.headerBytes(ip) == headerBytes
                        && Ipv4Header.protocol(ip) == IpProtocol.TCP
                        && (Ipv4Header.flagsAndOffset(ip) & 0x1fff) == 0;
        sourceHigh = 0;
        sourceLow = IpAddress.mapped(Ipv4Header.source(ip));
        destinationHigh = 0;
        destinationLow = IpAddress.mapped(Ipv4Header.destination(ip));
        return segment;
    }

    private boolean readIpv6() {
        sourceHigh = Ipv6Header.sourceHigh(ip);
        sourceLow = Ipv6Header.sourceLow(ip);
        destinationHigh = Ipv6Header.destinationHigh(ip);
        destinationLow = Ipv6Header.destinationLow(ip);
        return Ipv6Header.version(ip) == 6 && Ipv6Header.nextHeader(ip) == IpProtocol.TCP;
    }

    /// Whether the error's own checksum is right; asked before anything is rewritten, which would
    /// make it so.
    public static @Nullable DropReason fault(Packet error) {
        int icmpBytes = error.ipPayloadBytes();
        boolean valid =
                error.ipv6
                        ? Icmpv6Header.checksumValid(error.ip, error.transport, icmpBytes)
                        : Checksum.fold(Checksum.sum(error.transport, icmpBytes)) == 0xffff;
        return valid ? null : DropReason.BAD_ICMP_CHECKSUM;
    }

    /// What was sent as L → P is quoted as l' → p', which its sender knows; the error itself comes
    /// from p'.
    public void toSpeakers(Packet error, PuntPeer peer) {
        int n = peer.number();
        if (error.ipv6) {
            long before = Checksum.sum(ip + 8, 2 * Ipv6Header.ADDRESS_BYTES);
            Ipv6Header.source(ip, AliasAddress.localHigh(true), AliasAddress.localLow(n, true));
            Ipv6Header.destination(ip, AliasAddress.peerHigh(true), AliasAddress.peerLow(n, true));
            tcpChecksum(before, Checksum.sum(ip + 8, 2 * Ipv6Header.ADDRESS_BYTES));
        } else {
            long before = Checksum.sum(ip + IPV4_SOURCE, 8);
            Memory.put32(ip + IPV4_SOURCE, (int) AliasAddress.localLow(n, false));
            Memory.put32(ip + IPV4_DESTINATION, (int) AliasAddress.peerLow(n, false));
            long after = Checksum.sum(ip + IPV4_SOURCE, 8);
            int checksum = Checksum.apply(Ipv4Header.checksum(ip), delta(before, after));
            Memory.put16(ip + IPV4_CHECKSUM, checksum);
            tcpChecksum(before, after);
        }
        PuntRewrite.toSpeakers(error, peer);
        icmpChecksum(error);
    }

    private void tcpChecksum(long before, long after) {
        long tcp = ip + headerBytes;
        if (bytes >= headerBytes + BYTES_TO_CHECKSUM_END) {
            int checksum = Checksum.apply(TcpHeader.checksum(tcp), delta(before, after));
            TcpHeader.checksum(tcp, checksum);
        }
    }

    private static int delta(long before, long after) {
        return Checksum.combine(~Checksum.fold(before) & 0xffff, Checksum.fold(after));
    }

    private static void icmpChecksum(Packet error) {
        long icmp = error.transport;
        int icmpBytes = error.ipPayloadBytes();
        if (error.ipv6) {
            Icmpv6Header.updateChecksum(error.ip, icmp, icmpBytes);
        } else {
            IcmpHeader.checksum(icmp, 0);
            IcmpHeader.checksum(icmp, Checksum.finish(Checksum.sum(icmp, icmpBytes)));
        }
    }
}
