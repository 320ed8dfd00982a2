package io.hnvgateway.bgp.speaker;

/// What a session's packets carry as TTL or hop limit.
///
/// @param sent of our packets, 1..255
/// @param security RFC 5082: the peer's must arrive with 255, as ours are sent
public record Ttl(int sent, boolean security) {
    private static final int MOST = 255;

    /// A peer on the same link, as eBGP has it by default.
    public static final Ttl DIRECT = new Ttl(1, false);

    public static final Ttl SECURITY = new Ttl(MOST, true);

    public Ttl {
        if (sent < 1 || sent > MOST || (security && sent != MOST)) {
            throw new IllegalArgumentException(
                    "TTL " + sent + ": must be 1..255, and 255 with TTL security");
        }
    }

    /// With which the peer's packets may arrive at least; 0: with any.
    public int leastReceived() {
        return security ? MOST : 0;
    }

    /// A peer behind as many routers less one.
    public static Ttl multihop(int hops) {
        return new Ttl(hops, false);
    }
}
