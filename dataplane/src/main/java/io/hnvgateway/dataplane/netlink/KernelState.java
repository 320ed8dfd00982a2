package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
    public record NeighborKey(int interfaceIndex, IpAddress address) {}

    public KernelState {
        links = Map.copyOf(links);
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        neighbors = Map.copyOf(neighbors);
    }

    public Optional<KernelLink> link(String name) {
        return links.values().stream().filter(l -> l.name().equals(name)).findFirst();
    }

    public Optional<KernelNeighbor> neighbor(int interfaceIndex, IpAddress address) {
        return Optional.ofNullable(neighbors.get(new NeighborKey(interfaceIndex, address)));
    }

    /// The addresses of one interface.
    public List<KernelAddress> addressesOf(int interfaceIndex) {
        return addresses.stream().filter(a -> a.interfaceIndex() == interfaceIndex).toList();
    }

    /// The host's VLAN interfaces on a device, by VLAN identifier: frames in these VLANs stay the
    /// host's. Of two for the same identifier (802.1Q and 802.1ad) one stands for both.
    public Map<Integer, String> hostVlans(String device) {
        return link(device).stream()
                .flatMap(parent ->
                        links.values().stream()
                                .filter(l -> l.vlan() != 0 && l.parentIndex() == parent.index()))
                .collect(
                        Collectors.toUnmodifiableMap(
                                KernelLink::vlan, KernelLink::name, KernelState::first));
    }

    private static String first(String name, String other) {
        return name.compareTo(other) <= 0 ? name : other;
    }
}
