package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.AsNumber;
import io.hnvgateway.provider.value.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the provider's own routers what lies behind the gateway (`gateways/…/bgpConfig`): the BGP
/// router of the default compartment. Nothing is learned from them.
///
/// @param routerId an IPv4 address; null: the first one of the front end
/// @param peers on networks of the front end, by their addresses; without a policy for what comes
///   in, and never several hops away
public record ProviderRouter(AsNumber asNumber, @Nullable IpAddress routerId, List<BgpPeer> peers) {

    public ProviderRouter {
        peers = List.copyOf(peers);
    }
}
