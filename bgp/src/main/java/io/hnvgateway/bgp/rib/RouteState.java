package io.hnvgateway.bgp.rib;

/// What has become of a route.
public enum RouteState {
    BEST,
    MULTIPATH,
    /// Another is better.
    VALID,
    /// Its next hop lies behind nothing, or not on the link of its peer.
    UNREACHABLE,
    REFUSED
}
