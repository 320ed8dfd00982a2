package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds subnets of one network for the rules of its records and routes.
final class NetworkSubnets {
    private final VirtualNetwork network;
    private final Map<Integer, Subnet> byId = new HashMap<>();
    private final NavigableSet<IpPrefix> prefixes = new TreeSet<>();

    NetworkSubnets(VirtualNetwork network) {
        this.network = network;
        for (Subnet subnet : network.subnets()) {
            prefixes.addAll(subnet.addressPrefixes());
            if (subnet.virtualSubnetId() != null) {
                byId.putIfAbsent(subnet.virtualSubnetId(), subnet);
            }
        }
    }

    @Nullable Subnet byId(int virtualSubnetId) {
        return byId.get(virtualSubnetId);
    }

    /// A host of one of the subnets can have the address.
    boolean isHostAddress(IpAddress address) {
        IpPrefix nearest = prefixes.floor(new IpPrefix(address, address.bits()));
        return nearest != null && nearest.isHostAddress(address);
    }

    /// The prefix has addresses in a subnet or in the address space.
    boolean overlaps(IpPrefix prefix) {
        return owns(prefix)
                || !prefixes.subSet(prefix, true, last(prefix), true).isEmpty()
                || network.addressPrefixes().stream().anyMatch(space -> space.overlaps(prefix));
    }

    /// The last of the prefixes inside of one.
    private static IpPrefix last(IpPrefix prefix) {
        IpAddress last = prefix.range().last();
        return new IpPrefix(last, last.bits());
    }

    /// The prefix lies in a subnet or in the address space.
    boolean owns(IpPrefix prefix) {
        IpPrefix nearest = prefixes.floor(prefix);
        return (nearest != null && nearest.contains(prefix))
                || network.addressPrefixes().stream().anyMatch(space -> space.contains(prefix));
    }
}
