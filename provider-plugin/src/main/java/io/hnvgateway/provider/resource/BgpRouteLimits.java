package io.hnvgateway.provider.resource;

/// What a router keeps and uses.
///
/// @param routes learned ones of all peers together
/// @param multipath next hops of one prefix that serve at once
public record BgpRouteLimits(int routes, int multipath) {
    public static final BgpRouteLimits DEFAULT = new BgpRouteLimits(20_000, 4);
}
