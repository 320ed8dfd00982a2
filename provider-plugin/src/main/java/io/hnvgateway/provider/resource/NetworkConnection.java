package io.hnvgateway.provider.resource;

import java.util.List;

/// Joins a customer network to another site (`virtualGateways/…/networkConnections`).
///
/// @param enabled false: configured, but ended and not set up
/// @param withdrawsRoutesWhileDown false: packets for its routes wait for it or are dropped; true:
///   they take another route
public record NetworkConnection(
        String resourceId,
        boolean enabled,
        ConnectionTransport transport,
        ConnectionBandwidth bandwidth,
        List<ConnectionRoute> routes,
        boolean withdrawsRoutesWhileDown)
        implements Resource {

    public NetworkConnection {
        routes = List.copyOf(routes);
    }

    /// The same with another transport.
    public NetworkConnection with(ConnectionTransport other) {
        return new NetworkConnection(
                resourceId, enabled, other, bandwidth, routes, withdrawsRoutesWhileDown);
    }
}
