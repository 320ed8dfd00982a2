package io.hnvgateway.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes as an IPv6 packet: the walk ends inside it, and neighbour discovery behind it too.
class Ipv6FuzzTest {
    @FuzzTest
    void extensionHeadersAreWalkedWithinThePacket(byte[] data) {
        try (ExactFrame frame = ExactFrame.of(data)) {
            long ip6 = frame.address();
            if (!Ipv6Header.fits(ip6, data.length)) {
                return;
            }
            int bytes = Ipv6Header.BYTES + Ipv6Header.payloadBytes(ip6);
            long walked = Ipv6Extensions.walk(ip6, bytes);
            if (walked == Ipv6Extensions.MALFORMED) {
                return;
            }
            int at = Ipv6Extensions.upperLayerAt(walked);
            if (at < Ipv6Header.BYTES || at > bytes) {
                throw new AssertionError("the walk left the packet");
            }
            boolean first = Ipv6Extensions.fragmentOffset(walked) == 0;
            if (first && Ipv6Extensions.protocol(walked) == IpProtocol.ICMPV6) {
                icmp(ip6, ip6 + at, bytes - at);
            }
        }
    }

    private static void icmp(long ip6, long icmp, int bytes) {
        if (bytes < Icmpv6Header.BYTES) {
            return;
        }
        Icmpv6Header.updateChecksum(ip6, icmp, bytes);
        if (!Icmpv6Header.checksumValid(ip6, icmp, bytes)) {
            throw new AssertionError("a checksum just made is wrong");
        }
        NeighborDiscoveryFuzzTest.message(icmp, bytes);
    }
}
