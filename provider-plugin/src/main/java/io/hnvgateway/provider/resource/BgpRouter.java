package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.AsNumber;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Exchanges routes of a customer network with its other routers (`virtualGateways/…/bgpRouters`).
///
/// @param enabled false: configured, but without sessions and routes
/// @param routerId an IPv4 address; null: the first one of [#addresses], else of the gateway
/// @param addresses the gateway's own, of which sessions begin that name none and whose peer is on
///   no network of the gateway
/// @param networks prefixes that peers are told beside those of `redistribution`
public record BgpRouter(
        String resourceId,
        boolean enabled,
        AsNumber asNumber,
        @Nullable IpAddress routerId,
        List<IpAddress> addresses,
        List<IpPrefix> networks,
        BgpRedistribution redistribution,
        BgpRouteLimits limits,
        List<BgpPeer> peers)
        implements Resource {

    public BgpRouter {
        addresses = List.copyOf(addresses);
        networks = List.copyOf(networks);
        peers = List.copyOf(peers);
    }
}
