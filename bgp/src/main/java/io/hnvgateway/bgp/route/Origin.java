package io.hnvgateway.bgp.route;

/// Where a route came from in the beginning; the order is that of preference (RFC 4271 §9.1.2.2 b).
public enum Origin {
    IGP,
    EGP,
    INCOMPLETE
}
