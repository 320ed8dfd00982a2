package io.hnvgateway.provider.resource;

/// How many prefixes a peer may announce: one more ends its session (RFC 4486 §4).
///
/// @param warningPercent of the maximum, at which an event is told
/// @param restartSeconds after which the session may come back; 0: when the peer is configured anew
public record BgpPrefixLimit(int maximum, int warningPercent, int restartSeconds) {
    public static final BgpPrefixLimit DEFAULT = new BgpPrefixLimit(10_000, 80, 300);
}
