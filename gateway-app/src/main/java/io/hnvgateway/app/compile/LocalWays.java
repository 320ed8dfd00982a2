package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.LearnedRoutes.Way;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.bgp.rib.LocalRoute;
import io.hnvgateway.bgp.rib.LocalRoute.Source;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.provider.resource.L3Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A network's own routes as its BGP router has them, and what a route behind one of them leads by.
///
/// The name of a link is its kind and what it is there: `subnet 5001`, `vm 10.0.0.5`, `connection
/// office`.
public final class LocalWays {
    private static final String SUBNET = "subnet ";
    private static final String VM = "vm ";
    private static final String CONNECTION = "connection ";

    private LocalWays() {}

    /// @param connections those whose routes are there
    static List<LocalRoute> of(
            TenantNetwork network, TenantBgp bgp, Collection<TenantConnection> connections) {
        TenantBgp.Redistribution told = bgp.told();
        List<LocalRoute> routes = new ArrayList<>();
        for (VirtualSubnet subnet : network.subnets()) {
            for (IpPrefix prefix : subnet.prefixes()) {
                String link = SUBNET + subnet.vsid().value();
                routes.add(route(prefix, Source.SUBNET, link, 0, told.subnets()));
            }
        }
        for (Route route : network.routes()) {
            if (route.nextHop() instanceof NextHop.Via(var vm)) {
                boolean tells = told.customerRoutes();
                IpPrefix prefix = route.destination();
                routes.add(route(prefix, Source.STATIC, VM + vm, route.metric(), tells));
            }
        }
        connections.forEach(connection -> add(connection, told.connectionRoutes(), routes));
        return named(routes, bgp.networks());
    }

    private static void add(TenantConnection connection, boolean told, List<LocalRoute> routes) {
        String link = CONNECTION + connection.name();
        Set<IpPrefix> routers = new HashSet<>();
        if (connection.transport() instanceof L3Connection l3) {
            l3.peers().forEach(peer -> routers.add(IpPrefix.host(Convert.address(peer))));
            for (L3Connection.L3Address own : l3.addresses()) {
                IpPrefix near = IpPrefix.of(Convert.address(own.ipAddress()), own.prefixLength());
                routes.add(route(near, Source.TUNNEL, link, 0, false));
            }
        }
        for (TenantConnection.StaticRoute route : connection.routes()) {
            boolean tells = told && !routers.contains(route.destination());
            routes.add(route(route.destination(), Source.TUNNEL, link, route.metric(), tells));
        }
    }

    private static LocalRoute route(
            IpPrefix prefix, Source source, String link, int metric, boolean told) {
        return new LocalRoute(prefix, source, link, metric, told, true);
    }

    /// What the configuration names is told, whether a route leads there or not.
    private static List<LocalRoute> named(List<LocalRoute> routes, List<IpPrefix> networks) {
        Set<IpPrefix> missing = new HashSet<>(networks);
        List<LocalRoute> all = new ArrayList<>();
        for (LocalRoute route : routes) {
            boolean isNamed = networks.contains(route.prefix());
            missing.remove(route.prefix());
            all.add(
                    isNamed && !route.redistributed()
                            ? new LocalRoute(
                                    route.prefix(),
                                    route.source(),
                                    route.link(),
                                    route.metric(),
                                    true,
                                    route.resolves())
                            : route);
        }
        for (IpPrefix prefix : missing) {
            all.add(new LocalRoute(prefix, Source.NETWORK, "", 0, true, false));
        }
        return all;
    }

    /// What a learned route leads by.
    ///
    /// @param link behind which its next hop lies
    public static Way way(String link, IpAddress nextHop) {
        return link.startsWith(SUBNET) ? new Way.Vm(nextHop) : peerWay(link);
    }

    /// What leads to a peer.
    ///
    /// @param link behind which its address lies
    public static Way peerWay(String link) {
        if (link.startsWith(SUBNET)) {
            return new Way.Subnet(Integer.parseInt(link.substring(SUBNET.length())));
        }
        return link.startsWith(VM)
                ? new Way.Vm(IpAddress.parse(link.substring(VM.length())))
                : new Way.Connection(link.substring(CONNECTION.length()));
    }
}
