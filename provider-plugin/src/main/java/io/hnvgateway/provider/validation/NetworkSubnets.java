package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.Ip4Address;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds subnets of one network for the rules of its records and routes.
final class NetworkSubnets {
    private NetworkSubnets() {}

    static @Nullable Subnet byId(VirtualNetwork network, int virtualSubnetId) {
        return network.subnets().stream()
                .filter(subnet -> Objects.equals(subnet.virtualSubnetId(), virtualSubnetId))
                .findFirst()
                .orElse(null);
    }

    static boolean isHostAddress(VirtualNetwork network, Ip4Address address) {
        return network.subnets().stream()
                .anyMatch(subnet -> subnet.addressPrefix().isHostAddress(address));
    }
}
