package io.hnvgateway.dataplane.netlink;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that is mirrored, at one moment. Immutable.
///
/// @param links by interface index
/// @param neighbors by interface and address
public record KernelState(
        Map<Integer, KernelLink> links,
        List<KernelAddress> addresses,
        List<KernelRoute> routes,
        Map<NeighborKey, KernelNeighbor> neighbors) {
    public static final KernelState EMPTY =
            new KernelState(Map.of(), List.of(), List.of(), Map.of());

    /// What names a neighbour.
    public record NeighborKey(int interfaceIndex, InetAddress address) {}

    public KernelState {
        links = Map.copyOf(links);
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        neighbors = Map.copyOf(neighbors);
    }

    public Optional<KernelLink> link(String name) {
        return links.values().stream().filter(l -> l.name().equals(name)).findFirst();
    }

    public Optional<KernelNeighbor> neighbor(int interfaceIndex, InetAddress address) {
        return Optional.ofNullable(neighbors.get(new NeighborKey(interfaceIndex, address)));
    }

    /// The addresses of one interface.
    public List<KernelAddress> addressesOf(int interfaceIndex) {
        return addresses.stream().filter(a -> a.interfaceIndex() == interfaceIndex).toList();
    }
}
