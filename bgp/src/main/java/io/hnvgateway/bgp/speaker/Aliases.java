package io.hnvgateway.bgp.speaker;

import io.hnvgateway.packet.IpAddress;

/// Addresses in the speakers' namespace. A peer has a number *n*, which finds it in the data path,
/// and its own address; ours is one for each shard of [#PEERS_OF_SHARD] numbers:
///
/// | | IPv4 | IPv6 |
/// |---|---|---|
/// | peer *n* | `10.128.0.0 + n` | `fd00:1::n` |
/// | ours | `10.0.0.1 + n / 128` | `fd00:2::(1 + n / 128)` |
///
/// One address a shard, because a speaker listens at each of its addresses by itself: a hundred of
/// them cost it more than all sessions do.
public final class Aliases {
    public static final int PEERS_OF_SHARD = 128;
    public static final int MOST_PEERS = 65_535;

    private static final int PEERS_IPV4 = 10 << 24 | 128 << 16;
    private static final int OURS_IPV4 = 10 << 24 | 1;
    private static final long PEERS_IPV6 = 0xfd00_0001_0000_0000L;
    private static final long OURS_IPV6 = 0xfd00_0002_0000_0000L;

    private Aliases() {}

    /// @param number 1..65535
    public static IpAddress peer(int number, boolean ipv4) {
        checked(number);
        return ipv4 ? IpAddress.ofIpv4(PEERS_IPV4 + number) : new IpAddress(PEERS_IPV6, number);
    }

    /// Ours for that peer.
    public static IpAddress local(int number, boolean ipv4) {
        return ofShard(shardOf(number), ipv4);
    }

    /// From 0.
    public static int shardOf(int number) {
        return checked(number) / PEERS_OF_SHARD;
    }

    public static IpAddress ofShard(int shard, boolean ipv4) {
        return ipv4 ? IpAddress.ofIpv4(OURS_IPV4 + shard) : new IpAddress(OURS_IPV6, 1L + shard);
    }

    /// The shard at one of our addresses.
    ///
    /// @throws IllegalArgumentException if it is none of them
    public static int shardAt(IpAddress local) {
        long shard =
                local.isIpv4()
                        ? (long) local.ipv4Bits() - OURS_IPV4
                        : local.high() == OURS_IPV6 ? local.low() - 1 : -1;
        if (shard < 0 || shard > MOST_PEERS / PEERS_OF_SHARD) {
            throw new IllegalArgumentException(local + ": no address of a shard");
        }
        return (int) shard;
    }

    private static int checked(int number) {
        if (number < 1 || number > MOST_PEERS) {
            throw new IllegalArgumentException(number + ": a peer's number is 1.." + MOST_PEERS);
        }
        return number;
    }
}
