package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.CustomerRoute;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Ip4Prefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A route's next hop is a neighbour in its virtual subnet; no two routes of the gateway cost the
/// same.
final class CustomerRouteRule implements Rule {

    @Override
    public void check(Context context) {
        Map<ResourceReference, Set<Ip4Address>> gateways = gatewayAddresses(context);
        for (VirtualNetwork network : context.state().virtualNetworks()) {
            Set<Ip4Address> own = gateways.getOrDefault(network.reference(), Set.of());
            Once<Cost> costs = new Once<>();
            for (CustomerRoute route : network.customerRoutes()) {
                String path = Context.path(network) + ".customerRoutes[" + route.resourceId() + "]";
                checkNextHop(context, network, path, route);
                String first =
                        own.contains(route.nextHop())
                                ? null
                                : costs.firstUse(
                                        new Cost(route.destinationPrefix(), route.metric()), path);
                if (first != null) {
                    context.fault(
                            path + ".metric",
                            route.metric(),
                            "is that of " + first + " to the same prefix",
                            "this version does not share load between equal routes");
                }
            }
        }
    }

    private static Map<ResourceReference, Set<Ip4Address>> gatewayAddresses(Context context) {
        Map<ResourceReference, Set<Ip4Address>> byNetwork = new HashMap<>();
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            VirtualNetwork network = context.index().networkOf(gateway);
            if (network != null) {
                Set<Ip4Address> own =
                        byNetwork.computeIfAbsent(network.reference(), key -> new HashSet<>());
                gateway.gatewayAddresses().forEach(address -> own.add(address.ipAddress()));
            }
        }
        return byNetwork;
    }

    private static void checkNextHop(
            Context context, VirtualNetwork network, String path, CustomerRoute route) {
        Subnet subnet = NetworkSubnets.byId(network, route.virtualSubnetId());
        if (subnet == null) {
            if (context.knowsSubnets(network)) {
                context.fault(
                        path + ".virtualSubnetId",
                        route.virtualSubnetId(),
                        "is no virtual subnet of this network");
            }
        } else if (!subnet.addressPrefix().isHostAddress(route.nextHop())) {
            context.fault(
                    path + ".nextHop",
                    route.nextHop(),
                    "must be a host address of subnet " + subnet.addressPrefix());
        }
    }

    private record Cost(Ip4Prefix prefix, int metric) {}
}
