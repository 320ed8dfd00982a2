package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The outer addresses of a tunnel.
///
/// @param source null: `VPNServerAddress` or the gateway's address towards the peer
/// @param peers tried in their order; empty: any, so that only the peer can begin
public record TunnelEndpoints(@Nullable IpAddress source, List<IpAddress> peers) {

    public TunnelEndpoints {
        peers = List.copyOf(peers);
    }
}
