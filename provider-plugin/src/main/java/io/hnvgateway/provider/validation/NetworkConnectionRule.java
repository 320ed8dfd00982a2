package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.ConnectionRoute;
import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.L3Connection;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Addresses and routes of connections: peers are others, and no route leads away what is the
/// network's own or another connection's.
final class NetworkConnectionRule implements Rule {

    @Override
    public void check(Context context) {
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            Once<Destination> destinations = new Once<>();
            VirtualNetwork network = context.index().networkOf(gateway);
            for (NetworkConnection connection : gateway.networkConnections()) {
                String path = path(gateway, connection);
                checkTransport(context, path, connection);
                checkRoutes(context, path, connection, network, destinations);
            }
        }
    }

    static String path(VirtualGateway gateway, NetworkConnection connection) {
        return VirtualGatewayRule.path(gateway)
                + ".networkConnections["
                + connection.resourceId()
                + "]";
    }

    private static void checkTransport(Context context, String path, NetworkConnection connection) {
        switch (connection.transport()) {
            case IpSecConnection ipSec -> checkEndpoints(context, path, ipSec.endpoints());
            case GreConnection gre -> {
                checkEndpoints(context, path, gre.endpoints());
                if (gre.endpoints().peers().size() != 1) {
                    context.fault(
                            path + ".destinationIPAddress",
                            "",
                            gre.endpoints().peers().isEmpty() ? "is missing" : "must be one",
                            "GRE does not look for its peer");
                }
            }
            case L3Connection l3 -> {
                checkL3(context, path, l3);
                checkRouters(context, path, connection, l3);
            }
        }
    }

    private static void checkEndpoints(Context context, String path, TunnelEndpoints endpoints) {
        IpAddress source = endpoints.source();
        String at = path + ".sourceIPAddress";
        if (source != null && !source.isUnicast()) {
            context.fault(at, source, "must be a unicast address");
        } else if (source != null && context.ownerOf(source).contains("provider address")) {
            context.fault(at, source, "is " + context.ownerOf(source), "tunnels end in front");
        } else if (source != null && isNotOurs(context, source)) {
            context.fault(
                    at,
                    source,
                    "is no address of the front end",
                    "give it to a front-end interface, or leave it out");
        }
        for (IpAddress peer : endpoints.peers()) {
            String owner = context.ownerOf(peer);
            String peerPath = path + ".destinationIPAddress";
            if (!peer.isUnicast()) {
                context.fault(peerPath, peer, "must be a unicast address");
            } else if (!owner.isEmpty()) {
                context.fault(peerPath, peer, "is " + owner, "the peer is another device");
            }
            IpAddress here = context.source(endpoints, peer);
            if (source == null && here != null && isNotOurs(context, here)) {
                context.fault(
                        at,
                        here,
                        "is VPNServerAddress of the connection string, and no address of the front"
                                + " end",
                        "give it to a front-end interface, or name another one here");
            }
            if (context.vpnAddresses() != null && here == null) {
                context.fault(
                        peerPath,
                        peer,
                        "has no address of the front end to meet it",
                        "give a front-end interface one of its family");
            }
            if (source != null && source.isIpv4() != peer.isIpv4()) {
                context.fault(peerPath, peer, "must be of the family of sourceIPAddress " + source);
            }
        }
    }

    private static boolean isNotOurs(Context context, IpAddress source) {
        return context.vpnAddresses() != null && !context.vpnAddresses().contains(source);
    }

    private static void checkL3(Context context, String path, L3Connection l3) {
        if (l3.addresses().isEmpty()) {
            context.missing(path + ".ipAddresses", "the gateway's address on the VLAN");
        }
        for (L3Connection.L3Address address : l3.addresses()) {
            if (!address.ipAddress().isUnicast()) {
                context.fault(
                        path + ".ipAddresses", address.ipAddress(), "must be a unicast address");
            }
        }
        for (IpAddress peer : l3.peers()) {
            checkOnLink(context, path + ".peerIPAddresses", l3, peer);
        }
    }

    /// A packet's next hop is the router of its family.
    private static void checkRouters(
            Context context, String path, NetworkConnection connection, L3Connection l3) {
        Set<IpAddress> routers = new LinkedHashSet<>(l3.peers());
        connection.routes().stream()
                .map(ConnectionRoute::nextHop)
                .filter(Objects::nonNull)
                .forEach(routers::add);
        checkOneOfEach(context, path + ".peerIPAddresses", routers, "router");
        Set<IpAddress> own = new LinkedHashSet<>();
        l3.addresses().forEach(address -> own.add(address.ipAddress()));
        checkOneOfEach(context, path + ".ipAddresses", own, "own address");
    }

    private static void checkOneOfEach(
            Context context, String path, Set<IpAddress> addresses, String what) {
        for (boolean ipv4 : new boolean[] {true, false}) {
            List<IpAddress> same = addresses.stream().filter(a -> a.isIpv4() == ipv4).toList();
            if (same.size() > 1) {
                context.fault(
                        path,
                        same.get(1),
                        "is a second " + what + " beside " + same.getFirst(),
                        "one of each family, also among the next hops of routes");
            }
        }
    }

    private static void checkOnLink(
            Context context, String path, L3Connection l3, IpAddress neighbor) {
        boolean own = l3.addresses().stream().anyMatch(a -> a.ipAddress().equals(neighbor));
        boolean near =
                l3.addresses().stream()
                        .anyMatch(a ->
                                IpPrefix.of(a.ipAddress(), a.prefixLength())
                                        .isHostAddress(neighbor));
        if (own || !near) {
            context.fault(
                    path,
                    neighbor,
                    own ? "is the gateway's own" : "lies outside the networks of ipAddresses",
                    "the router on the VLAN");
        }
    }

    private static void checkRoutes(
            Context context,
            String path,
            NetworkConnection connection,
            @Nullable VirtualNetwork network,
            Once<Destination> destinations) {
        for (int i = 0; i < connection.routes().size(); i++) {
            ConnectionRoute route = connection.routes().get(i);
            String at = path + ".routes[" + i + "]";
            String first =
                    destinations.firstUse(
                            new Destination(route.destinationPrefix(), route.metric()), at);
            if (first != null) {
                context.fault(
                        at + ".destinationPrefix",
                        route.destinationPrefix(),
                        "is that of " + first + " with the same metric",
                        "give them metrics: the lowest counts while it is up");
            }
            if (network != null && isInside(network, route.destinationPrefix())) {
                context.fault(
                        at + ".destinationPrefix",
                        route.destinationPrefix(),
                        "lies in a virtual subnet of " + network.resourceId());
            }
            checkNextHop(context, at, connection, route);
        }
    }

    private static boolean isInside(VirtualNetwork network, IpPrefix prefix) {
        return network.subnets().stream().anyMatch(subnet -> subnet.contains(prefix));
    }

    /// Others than L3 have none, and clients write one nevertheless: it is of no meaning.
    private static void checkNextHop(
            Context context, String at, NetworkConnection connection, ConnectionRoute route) {
        if (!(connection.transport() instanceof L3Connection l3)) {
            return;
        }
        boolean ipv4 = route.destinationPrefix().isIpv4();
        IpAddress nextHop = route.nextHop();
        if (nextHop == null) {
            if (l3.peers().stream().noneMatch(peer -> peer.isIpv4() == ipv4)) {
                context.missing(
                        at + ".nextHop",
                        "peerIPAddresses has none of the family of " + route.destinationPrefix());
            }
        } else if (nextHop.isIpv4() != ipv4) {
            context.fault(
                    at + ".nextHop",
                    nextHop,
                    "must be of the family of destinationPrefix " + route.destinationPrefix());
        } else {
            checkOnLink(context, at + ".nextHop", l3, nextHop);
        }
    }

    private record Destination(IpPrefix prefix, int metric) {}
}
