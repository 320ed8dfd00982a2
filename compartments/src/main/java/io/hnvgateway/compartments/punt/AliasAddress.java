package io.hnvgateway.compartments.punt;

import io.hnvgateway.packet.IpAddress;

/// The addresses that stand for a peer and for the gateway among the speakers, made of the peer's
/// number.
///
/// ```
///            peer's p'                 gateway's l'
///  IPv4      10.128.0.0 + n            10.0.0.1 + n / 128
///  IPv6      fd00:1:: + n              fd00:2:: + 1 + n / 128
/// ```
///
/// The peer's alone tells the number. The gateway's is one for all peers of a speaker.
public final class AliasAddress {
    /// Numbers of peers are below, and above 0.
    public static final int LIMIT = 1 << 16;

    private static final int PEERS_OF_SPEAKER = 128;
    private static final int IPV4_PEER = 10 << 24 | 128 << 16;
    private static final int IPV4_LOCAL = 10 << 24 | 1;
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
        int speaker = n / PEERS_OF_SPEAKER;
        return ipv6 ? 1L + speaker : IpAddress.mapped(IPV4_LOCAL + speaker);
    }

    /// The number of the peer that an address stands for.
    ///
    /// @return 0 when it is no peer's alias
    public static int numberOf(long peerHigh, long peerLow, boolean ipv6) {
        long n = ipv6 ? peerLow : (peerLow & 0xffff_ffffL) - IPV4_PEER;
        boolean alias =
                n > 0
                        && n < LIMIT
                        && peerHigh == peerHigh(ipv6)
                        && peerLow == peerLow((int) n, ipv6);
        return alias ? (int) n : 0;
    }
}
