package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.compile.Underlay.UnderlayRoute;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.packet.IpAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The way to other provider addresses: longest prefix, then lowest metric; of equal routes each
/// host has its own, so that hosts share them.
final class ProviderRoutes {
    private static final int DEFAULT_MTU_BYTES = 1500;

    /// How packets get to a host.
    ///
    /// @param source the gateway's own provider address
    /// @param nextHop adjacency slot of the neighbour; 0 when no way leads there
    /// @param mtuBytes of the link
    record HostPath(IpAddress source, int nextHop, int mtuBytes) {}

    private final Underlay underlay;
    private final NeighborTable neighbors;
    private final List<UnderlayRoute> routes;
    private final List<IpAddress> ownInOrder;
    private final Map<IpAddress, HostPath> paths = new HashMap<>();

    ProviderRoutes(Underlay underlay, NeighborTable neighbors) {
        this.underlay = underlay;
        this.neighbors = neighbors;
        routes =
                underlay.routes().provider().stream()
                        .sorted(
                                Comparator.comparingInt((UnderlayRoute r) -> -r.prefix().bits())
                                        .thenComparingLong(UnderlayRoute::metric))
                        .toList();
        ownInOrder = underlay.providerAddresses().stream().sorted().toList();
    }

    /// Whether the address is one of the gateway's own.
    boolean isOwn(IpAddress providerAddress) {
        return underlay.providerAddresses().contains(providerAddress);
    }

    /// The way to a host.
    HostPath path(IpAddress providerAddress) {
        return paths.computeIfAbsent(providerAddress, this::find);
    }

    private HostPath find(IpAddress host) {
        Optional<UnderlayRoute> route = route(host);
        Optional<IpAddress> source = sourceFor(host, route);
        IpAddress unknown = host.isIpv4() ? IpAddress.ofIpv4(0) : new IpAddress(0, 0);
        return new HostPath(
                source.orElse(unknown),
                route.isEmpty() || source.isEmpty() ? 0 : neighbor(route.get(), host),
                route.map(r -> underlay.links().get(r.port()))
                        .map(PortLink::mtuBytes)
                        .orElseGet(this::mtuBytes));
    }

    private int neighbor(UnderlayRoute route, IpAddress host) {
        IpAddress neighbor = nextHop(route, host);
        return neighbors.want(route.port(), neighbor.high(), neighbor.low());
    }

    private static IpAddress nextHop(UnderlayRoute route, IpAddress host) {
        return Objects.requireNonNullElse(route.gateway(), host);
    }

    /// Of the gateway's own provider addresses of the host's family: one in the subnet that the
    /// route goes through, else one on its link, else the lowest.
    private Optional<IpAddress> sourceFor(IpAddress host, Optional<UnderlayRoute> route) {
        List<InterfaceAddress> onLink =
                route
                        .map(r -> underlay.links().get(r.port()))
                        .map(PortLink::addresses)
                        .orElse(List.of())
                        .stream()
                        .filter(a -> isOwn(a.address()))
                        .toList();
        Stream<IpAddress> inSubnet =
                onLink.stream()
                        .filter(a -> a.onLink().contains(nextHop(route.orElseThrow(), host)))
                        .map(InterfaceAddress::address);
        return Stream.of(inSubnet, onLink.stream().map(a -> a.address()), ownInOrder.stream())
                .flatMap(addresses -> addresses)
                .filter(a -> a.isIpv4() == host.isIpv4())
                .findFirst();
    }

    /// Of equal routes the one with the highest hash with this host (rendezvous hashing): when one
    /// goes, only its hosts move.
    private Optional<UnderlayRoute> route(IpAddress host) {
        Optional<UnderlayRoute> best =
                routes.stream().filter(r -> r.prefix().contains(host)).findFirst();
        return best.flatMap(found ->
                routes.stream()
                        .filter(r ->
                                r.metric() == found.metric() && r.prefix().equals(found.prefix()))
                        .max(Comparator.comparingLong(r -> affinity(r, host))));
    }

    private static long affinity(UnderlayRoute route, IpAddress host) {
        IpAddress nextHop = nextHop(route, host);
        long mixed = mix(host.high() ^ mix(host.low()));
        return mix(mixed ^ nextHop.high() ^ mix(nextHop.low() ^ route.port()));
    }

    /// The finalizer of SplitMix64.
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// The smallest MTU of the links that lead to hosts.
    int mtuBytes() {
        return routes.stream()
                .map(r -> underlay.links().get(r.port()))
                .filter(Objects::nonNull)
                .mapToInt(PortLink::mtuBytes)
                .min()
                .orElse(DEFAULT_MTU_BYTES);
    }
}
