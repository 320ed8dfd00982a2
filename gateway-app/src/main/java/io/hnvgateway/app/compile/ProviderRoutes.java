package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.Underlay.UnderlayRoute;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.packet.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The way to other provider addresses: longest prefix, then lowest metric.
final class ProviderRoutes {
    private static final int DEFAULT_MTU_BYTES = 1500;

    private final Underlay underlay;
    private final NeighborTable neighbors;
    private final List<UnderlayRoute> routes;

    ProviderRoutes(Underlay underlay, NeighborTable neighbors) {
        this.underlay = underlay;
        this.neighbors = neighbors;
        routes =
                underlay.routes().provider().stream()
                        .sorted(
                                Comparator.comparingInt((UnderlayRoute r) -> -r.prefix().bits())
                                        .thenComparingLong(UnderlayRoute::metric))
                        .toList();
    }

    /// Adjacency slot of the neighbour that leads to a host; 0 when no route does.
    int nextHop(IpAddress providerAddress) {
        Optional<UnderlayRoute> best = route(providerAddress);
        if (best.isEmpty()) {
            return 0;
        }
        IpAddress via = best.get().gateway();
        IpAddress neighbor = via == null ? providerAddress : via;
        return neighbors.want(best.get().port(), neighbor.high(), neighbor.low());
    }

    /// The gateway's own provider address that packets to a host leave with: that of the port, else
    /// the lowest.
    IpAddress sourceFor(IpAddress providerAddress) {
        Optional<IpAddress> ofPort =
                route(providerAddress)
                        .map(r -> underlay.links().get(r.port()))
                        .map(Underlay.PortLink::address)
                        .filter(underlay.providerAddresses()::contains);
        return ofPort.or(() -> underlay.providerAddresses().stream().sorted().findFirst())
                .orElse(IpAddress.ofIpv4(0));
    }

    private Optional<UnderlayRoute> route(IpAddress address) {
        return routes.stream().filter(r -> r.prefix().contains(address)).findFirst();
    }

    /// The smallest MTU of the ports that lead to hosts.
    int mtuBytes() {
        return routes.stream()
                .map(r -> underlay.links().get(r.port()))
                .filter(Objects::nonNull)
                .mapToInt(Underlay.PortLink::mtuBytes)
                .min()
                .orElse(DEFAULT_MTU_BYTES);
    }
}
