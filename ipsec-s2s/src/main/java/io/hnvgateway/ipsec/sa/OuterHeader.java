package io.hnvgateway.ipsec.sa;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.UdpHeader;

/// The IP header and, when the peers agreed so, the UDP header that stand in front of ESP (RFC 4301
/// §5.1.2, RFC 3948). All that does not differ from packet to packet is computed once.
///
/// The UDP checksum is 0 over IPv4 (RFC 3948 §2.2). Over IPv6 it is computed: RFC 8200 §8.1 asks
/// for it, and RFC 3948 does not claim the exception that RFC 6935 §5 would allow a tunnel, so that
/// nodes on the way may drop a packet without. Immutable.
public final class OuterHeader {
    private static final int TTL = 64;
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int FLOW_LABEL = 0xf_ffff;
    private static final int SPREAD = 0x9e37_79b1;

    private final boolean ipv6;
    private final boolean udp;
    private final int protocol;
    private final long localHigh;
    private final long localLow;
    private final long remoteHigh;
    private final long remoteLow;
    private final int localPort;
    private final int remotePort;
    private final int flowLabel;

    /// Sum of the IPv4 header's words that do not change.
    private final long ipv4Sum;

    OuterHeader(SaParameters.Endpoints endpoints, int spi) {
        ipv6 = !endpoints.remote().isIpv4();
        udp = endpoints.udpEncapsulation();
        protocol = udp ? IpProtocol.UDP : IpProtocol.ESP;
        localHigh = endpoints.local().high();
        localLow = endpoints.local().low();
        remoteHigh = endpoints.remote().high();
        remoteLow = endpoints.remote().low();
        localPort = udp ? endpoints.localPort() : 0;
        remotePort = udp ? endpoints.remotePort() : 0;
        flowLabel = ((spi * SPREAD) >>> 12) & FLOW_LABEL;
        ipv4Sum = 0x4500 + (TTL << 8 | protocol) + (localLow & LOW_32) + (remoteLow & LOW_32);
    }

    public boolean isIpv6() {
        return ipv6;
    }

    /// High half of the peer's address, as [io.hnvgateway.packet.IpAddress].
    public long remoteHigh() {
        return remoteHigh;
    }

    public long remoteLow() {
        return remoteLow;
    }

    /// Whether packets with it go from one address to the other.
    ///
    /// @param ofProtocol ESP, or UDP
    /// @param ports of UDP: source in the upper half, destination in the lower
    public boolean isBetween(IpAddress local, IpAddress remote, int ofProtocol, int ports) {
        return protocol == ofProtocol
                && (!udp || ports == (localPort << 16 | remotePort))
                && remoteLow == remote.low()
                && remoteHigh == remote.high()
                && localLow == local.low()
                && localHigh == local.high();
    }

    /// Of IP and UDP header together.
    public int bytes() {
        return ipBytes() + (udp ? UdpHeader.BYTES : 0);
    }

    private int ipBytes() {
        return ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
    }

    /// Writes the headers and makes the packet theirs.
    ///
    /// @param ip [#bytes] before the ESP header
    /// @param totalBytes of the outer packet
    /// @param trafficClass DSCP and ECN
    /// @param identificationAndFlags as [Ipv4Header#write] takes it; of no meaning for IPv6
    public void write(
            Packet p, long ip, int totalBytes, int trafficClass, int identificationAndFlags) {
        if (udp) {
            writeUdp(ip + ipBytes(), totalBytes - ipBytes());
        }
        if (ipv6) {
            writeIpv6(ip, totalBytes, trafficClass);
        } else {
            writeIpv4(ip, totalBytes, trafficClass, identificationAndFlags);
        }
        describe(p, ip, totalBytes, identificationAndFlags);
    }

    private void writeIpv4(long ip, int totalBytes, int trafficClass, int identificationAndFlags) {
        long sum =
                ipv4Sum
                        + trafficClass
                        + totalBytes
                        + (identificationAndFlags >>> 16)
                        + (identificationAndFlags & 0xffff);
        long first = 0x4500_0000L | trafficClass << 16 | totalBytes;
        long third = (long) (TTL << 8 | protocol) << 16 | Checksum.finish(sum);
        Memory.put64(ip, first << 32 | Integer.toUnsignedLong(identificationAndFlags));
        Memory.put64(ip + 8, (third << 32) | (localLow & LOW_32));
        Memory.put32(ip + 16, (int) remoteLow);
    }

    private void writeIpv6(long ip, int totalBytes, int trafficClass) {
        int payloadBytes = totalBytes - Ipv6Header.BYTES;
        Memory.put32(ip, 6 << 28 | trafficClass << 20 | flowLabel);
        Memory.put32(ip + 4, payloadBytes << 16 | protocol << 8 | TTL);
        Ipv6Header.source(ip, localHigh, localLow);
        Ipv6Header.destination(ip, remoteHigh, remoteLow);
        if (udp) {
            long sum = Checksum.pseudoHeader6(ip, IpProtocol.UDP, payloadBytes);
            sum += Checksum.sum(ip + Ipv6Header.BYTES, payloadBytes);
            int checksum = Checksum.finish(sum);
            UdpHeader.checksum(ip + Ipv6Header.BYTES, checksum == 0 ? 0xffff : checksum);
        }
    }

    private void writeUdp(long header, int bytes) {
        Memory.put32(header, localPort << 16 | remotePort);
        Memory.put32(header + 4, bytes << 16);
    }

    private void describe(Packet p, long ip, int totalBytes, int identificationAndFlags) {
        p.address = ip;
        p.length = totalBytes;
        p.overlay = false;
        p.ipv6 = ipv6;
        p.etherType = ipv6 ? EthernetHeader.TYPE_IPV6 : EthernetHeader.TYPE_IPV4;
        p.ip = ip;
        p.ipHeaderBytes = ipBytes();
        p.ipTotalBytes = totalBytes;
        p.source = (int) localLow;
        p.destination = (int) remoteLow;
        p.ipv6SourceHigh = localHigh;
        p.ipv6SourceLow = localLow;
        p.ipv6DestinationHigh = remoteHigh;
        p.ipv6DestinationLow = remoteLow;
        p.protocol = protocol;
        p.ttl = TTL;
        p.fragmentOffset = 0;
        p.moreFragments = false;
        p.dontFragment = ipv6 || (identificationAndFlags & Ipv4Header.DONT_FRAGMENT) != 0;
        p.transport = ip + ipBytes();
        p.sourcePort = localPort;
        p.destinationPort = remotePort;
        p.tcpFlags = 0;
    }
}
