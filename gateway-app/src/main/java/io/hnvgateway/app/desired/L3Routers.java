package io.hnvgateway.app.desired;

import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.provider.resource.ConnectionRoute;
import io.hnvgateway.provider.resource.ConnectionTransport;
import io.hnvgateway.provider.resource.L3Connection;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.value.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The routers on the link of an L3 connection, which `peerIPAddresses` or its routes name.
final class L3Routers {
    private L3Routers() {}

    /// The transport with all its routers; any other than L3 as it is.
    static ConnectionTransport complete(NetworkConnection connection) {
        if (!(connection.transport() instanceof L3Connection l3)) {
            return connection.transport();
        }
        List<IpAddress> routers =
                Stream.concat(
                                l3.peers().stream(),
                                connection.routes().stream()
                                        .map(ConnectionRoute::nextHop)
                                        .filter(Objects::nonNull))
                        .distinct()
                        .toList();
        return new L3Connection(l3.vlanId(), l3.addresses(), routers);
    }

    /// The connection's routes; and, since a router tells of its own from its own address what
    /// cannot be delivered, one to each router.
    static List<TenantConnection.StaticRoute> routes(NetworkConnection connection) {
        List<TenantConnection.StaticRoute> routes = new ArrayList<>();
        for (ConnectionRoute route : connection.routes()) {
            routes.add(
                    new TenantConnection.StaticRoute(
                            Convert.prefix(route.destinationPrefix()), route.metric()));
        }
        if (complete(connection) instanceof L3Connection l3) {
            for (IpAddress router : l3.peers()) {
                routes.add(
                        new TenantConnection.StaticRoute(
                                IpPrefix.host(Convert.address(router)), 0));
            }
        }
        return routes;
    }
}
