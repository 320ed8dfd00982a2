package io.hnvgateway.bgp.bfd;

/// A packet for UDP port [BfdHeader#PORT] or [BfdHeader#MULTIHOP_PORT] whose IP and UDP headers are
/// checked; one object, filled again for each.
public final class BfdArrival {
    /// Index.
    public int compartment;

    /// Source address, as in [io.hnvgateway.packet.IpAddress].
    public long peerHigh;

    public long peerLow;

    /// Destination address.
    public long localHigh;

    public long localLow;

    /// It came for [BfdHeader#MULTIHOP_PORT].
    public boolean multihop;

    /// TTL or hop limit as it arrived.
    public int ttl;

    /// Where the UDP payload begins.
    public long payload;

    /// Readable from [#payload] on.
    public int payloadBytes;
}
