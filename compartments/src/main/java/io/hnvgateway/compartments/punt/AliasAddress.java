package io.hnvgateway.compartments.punt;

import io.hnvgateway.packet.IpAddress;

/// The addresses that stand for a peer and for the gateway among the speakers, made of the peer's
/// number; the gateway's is one for the peers of a shard, as `bgp.speaker.Aliases` has it.
///
/// ```
///            peer's p'                 gateway's l'
///  IPv4      10.128.0.0 + n            10.0.0.1 + n / 128
///  IPv6      fd00:1:: + n              fd00:2::1 + n / 128
/// ```
public final class AliasAddress {
    /// Numbers of peers are below, and above 0.
    public static final int LIMIT = 1 << 16;

    private static final int IPV4_PEER = 10 << 24 | 128 << 16;
    private static final int IPV4_LOCAL = 10 << 24 | 1;
    private static final int PEERS_OF_SHARD = 128;
    private static final long IPV6_PEER = 0xfd00_0001_0000_0000L;
    private static final long IPV6_LOCAL = 0xfd00_0002_0000_0000L;

    private AliasAddress() {}

    /// The address that stands for peer `n`.
    public static IpAddress peer(int n, boolean ipv6) {
        return new IpAddress(peerHigh(ipv6), peerLow(n, ipv6));
    }

    /// The address that stands for the gateway's own that peer `n` speaks to.
    public static IpAddress local(int n, boolean ipv6) {
        return new IpAddress(localHigh(ipv6), localLow(n, ipv6));
    }

    static long peerHigh(boolean ipv6) {
        return ipv6 ? IPV6_PEER : 0;
    }

    static long peerLow(int n, boolean ipv6) {
        return ipv6 ? n : IpAddress.mapped(IPV4_PEER + n);
    }

    static long localHigh(boolean ipv6) {
        return ipv6 ? IPV6_LOCAL : 0;
    }

    static long localLow(int n, boolean ipv6) {
        int shard = n / PEERS_OF_SHARD;
        return ipv6 ? 1 + shard : IpAddress.mapped(IPV4_LOCAL + shard);
    }

    /// The number whose pair of aliases a packet from the speakers has.
    ///
    /// @return 0 when the two are no pair
    public static int numberOf(
            long localHigh, long localLow, long peerHigh, long peerLow, boolean ipv6) {
        long n = ipv6 ? peerLow : (peerLow & 0xffff_ffffL) - IPV4_PEER;
        boolean pair =
                n > 0
                        && n < LIMIT
                        && localHigh == localHigh(ipv6)
                        && localLow == localLow((int) n, ipv6)
                        && peerHigh == peerHigh(ipv6)
                        && peerLow == peerLow((int) n, ipv6);
        return pair ? (int) n : 0;
    }
}
