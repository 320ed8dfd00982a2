package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.provider.resource.ConnectionTransport;
import java.util.List;

/// A connection of a network to another site.
///
/// @param name its resource id, of the network's connections this one's alone
/// @param enabled false: nothing passes
/// @param withdrawsRoutesWhileDown of no use while nothing passes, its routes are not there either
public record TenantConnection(
        String name,
        boolean enabled,
        boolean withdrawsRoutesWhileDown,
        ConnectionTransport transport,
        Tunnel.Limits limits,
        List<StaticRoute> routes) {

    public TenantConnection {
        routes = List.copyOf(routes);
    }

    /// What the site has.
    ///
    /// @param metric as of [io.hnvgateway.compartments.Route]
    public record StaticRoute(IpPrefix destination, int metric) {}

    /// What of it decides flows: an entry names the tunnel alone, whatever that goes over.
    public record Decisive(String name, boolean routed, List<StaticRoute> routes) {}

    public Decisive decisive() {
        return new Decisive(name, isRouted(), routes);
    }

    /// Whether its routes are there.
    public boolean isRouted() {
        return enabled || !withdrawsRoutesWhileDown;
    }
}
