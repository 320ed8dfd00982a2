package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.provider.resource.ConnectionTransport;
import io.hnvgateway.provider.resource.L3Connection;
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
    public record Decisive(
            String name, boolean routed, List<StaticRoute> routes, List<IpAddress> own) {}

    public Decisive decisive() {
        return new Decisive(name, isRouted(), routes, linkAddresses());
    }

    /// The gateway's own addresses on the link of an L3 connection; of others none.
    public List<IpAddress> linkAddresses() {
        return transport instanceof L3Connection l3
                ? l3.addresses().stream().map(a -> Convert.address(a.ipAddress())).toList()
                : List.of();
    }

    /// Whether its routes are there.
    public boolean isRouted() {
        return enabled || !withdrawsRoutesWhileDown;
    }
}
