package io.hnvgateway.bgp.route;

import io.hnvgateway.packet.IpPrefix;

/// One prefix and what is said of it.
public record BgpRoute(IpPrefix prefix, PathAttributes attributes) {}
