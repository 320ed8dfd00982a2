package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.LearnedRoutes.Way;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Learned routes → routes of a compartment. A way that is not there is left out.
final class LearnedCompiler {
    private LearnedCompiler() {}

    /// The way to a peer that is there already, as a connection's route of the lowest metric, is
    /// not said twice.
    ///
    /// @param tunnels index of each connection whose routes are there, by its name
    static void addTo(List<Route> routes, LearnedRoutes learned, Map<String, Integer> tunnels) {
        Set<Route> present = learned.peers().isEmpty() ? Set.of() : new HashSet<>(routes);
        learned.peers()
                .forEach((address, way) -> {
                    NextHop nextHop = nextHop(way, tunnels);
                    if (nextHop != null) {
                        Route pin =
                                new Route(IpPrefix.host(address), nextHop, Route.CONNECTED_METRIC);
                        if (!present.contains(pin)) {
                            routes.add(pin);
                        }
                    }
                });
        learned.routes()
                .forEach((prefix, ways) -> {
                    for (Way way : ways) {
                        NextHop nextHop = nextHop(way, tunnels);
                        if (nextHop != null) {
                            routes.add(new Route(prefix, nextHop, LearnedRoutes.METRIC));
                        }
                    }
                });
    }

    private static @Nullable NextHop nextHop(Way way, Map<String, Integer> tunnels) {
        return switch (way) {
            case Way.Vm(var address) -> new NextHop.Via(address);
            case Way.Subnet(var vsid) -> new NextHop.Subnet(new VirtualSubnetId(vsid));
            case Way.Connection(var name) -> {
                Integer index = tunnels.get(name);
                yield index == null ? null : new NextHop.Tunnel(index);
            }
        };
    }
}
