package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.CustomerRoute;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A route's next hop is a neighbour in its virtual subnet, of the destination's family; routes of
/// equal cost share the load among several next hops.
final class CustomerRouteRule implements Rule {
    /// Of one prefix and metric.
    static final int MAX_NEXT_HOPS = 16;

    @Override
    public void check(Context context) {
        Map<ResourceReference, Set<IpAddress>> gateways = gatewayAddresses(context);
        for (VirtualNetwork network : context.state().virtualNetworks()) {
            Set<IpAddress> own = gateways.getOrDefault(network.reference(), Set.of());
            Map<Cost, Integer> equals = new HashMap<>();
            Once<Path> paths = new Once<>();
            for (CustomerRoute route : network.customerRoutes()) {
                String path = Context.path(network) + ".customerRoutes[" + route.resourceId() + "]";
                checkNextHop(context, network, path, route);
                if (!own.contains(route.nextHop())) {
                    Cost cost = new Cost(route.destinationPrefix(), route.metric());
                    checkTwice(context, path, route, paths.firstUse(Path.of(cost, route), path));
                    checkCount(context, path, route, equals.merge(cost, 1, Integer::sum));
                }
            }
        }
    }

    private static Map<ResourceReference, Set<IpAddress>> gatewayAddresses(Context context) {
        Map<ResourceReference, Set<IpAddress>> byNetwork = new HashMap<>();
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            VirtualNetwork network = context.index().networkOf(gateway);
            if (network != null) {
                Set<IpAddress> own =
                        byNetwork.computeIfAbsent(network.reference(), key -> new HashSet<>());
                gateway.gatewayAddresses().forEach(address -> own.add(address.ipAddress()));
            }
        }
        return byNetwork;
    }

    private static void checkNextHop(
            Context context, VirtualNetwork network, String path, CustomerRoute route) {
        Subnet subnet = context.subnets(network).byId(route.virtualSubnetId());
        if (subnet == null) {
            if (context.knowsSubnets(network)) {
                context.fault(
                        path + ".virtualSubnetId",
                        route.virtualSubnetId(),
                        "is no virtual subnet of this network");
            }
        } else if (!subnet.isHostAddress(route.nextHop())) {
            context.fault(
                    path + ".nextHop",
                    route.nextHop(),
                    "must be a host address of subnet " + subnet.prefixText());
        }
        if (route.nextHop().isIpv4() != route.destinationPrefix().isIpv4()) {
            context.fault(
                    path + ".nextHop",
                    route.nextHop(),
                    "must be of the family of destinationPrefix " + route.destinationPrefix());
        }
    }

    private static void checkTwice(
            Context context, String path, CustomerRoute route, @Nullable String first) {
        if (first != null) {
            context.fault(
                    path + ".nextHop",
                    route.nextHop(),
                    "is that of " + first + " to the same prefix with the same metric",
                    "remove one of them");
        }
    }

    private static void checkCount(Context context, String path, CustomerRoute route, int count) {
        if (count == MAX_NEXT_HOPS + 1) {
            context.fault(
                    path + ".metric",
                    route.metric(),
                    "is the metric of more than "
                            + MAX_NEXT_HOPS
                            + " routes to "
                            + route.destinationPrefix(),
                    "at most " + MAX_NEXT_HOPS + " next hops share the load");
        }
    }

    private record Cost(IpPrefix prefix, int metric) {}

    private record Path(Cost cost, IpAddress nextHop) {
        static Path of(Cost cost, CustomerRoute route) {
            return new Path(cost, route.nextHop());
        }
    }
}
