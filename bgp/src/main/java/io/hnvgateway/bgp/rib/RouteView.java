package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpPrefix;
import java.util.Optional;

/// A learned route as it is shown.
///
/// @param received as the peer announced it
/// @param accepted as the policy left it; empty when it is refused
/// @param link behind which the next hop lies; empty when behind none
public record RouteView(
        IpPrefix prefix,
        String peer,
        PathAttributes received,
        Optional<PathAttributes> accepted,
        Optional<Refusal> refusal,
        RouteState state,
        boolean stale,
        Optional<String> link) {}
