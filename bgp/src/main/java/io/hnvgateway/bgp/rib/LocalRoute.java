package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.IpPrefix;

/// A route of the compartment that no peer told.
///
/// @param link names what it leads to; equal names, one link
/// @param metric the interior cost of what lies behind it
/// @param redistributed whether peers are told
/// @param resolves whether next hops may lie behind it; not so for one that leads nowhere or to the
///   Internet
public record LocalRoute(
        IpPrefix prefix,
        Source source,
        String link,
        long metric,
        boolean redistributed,
        boolean resolves) {
    public enum Source {
        SUBNET,
        STATIC,
        TUNNEL,
        /// Named in the router's configuration.
        NETWORK
    }
}
