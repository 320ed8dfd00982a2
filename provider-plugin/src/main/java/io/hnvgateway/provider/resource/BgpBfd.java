package io.hnvgateway.provider.resource;

/// That a peer is watched by BFD (RFC 5880), and how closely.
///
/// @param intervalMs between packets, both ways, 50..10000
/// @param multiplier packets in a row whose absence means that the peer is dead, 2..50
public record BgpBfd(int intervalMs, int multiplier) {
    public static final int LEAST_INTERVAL_MS = 50;
    public static final int MOST_INTERVAL_MS = 10_000;
    public static final int LEAST_MULTIPLIER = 2;
    public static final int MOST_MULTIPLIER = 50;

    /// Found dead within 300 ms.
    public static final BgpBfd DEFAULT = new BgpBfd(100, 3);
}
