package io.hnvgateway.provider.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gateways that a controller counts together (`gatewayPools`). This one is in all that it is told
/// of: a pool can be referred to, and has no other effect.
///
/// @param capacityKbps of one gateway; null: not said
public record GatewayPool(
        String resourceId,
        GatewayType type,
        @Nullable Long capacityKbps,
        int redundantGatewayCount,
        List<ResourceReference> publicIPAddresses,
        List<ResourceReference> greVipSubnets,
        Annotations annotations)
        implements TopLevelResource {

    public GatewayPool {
        publicIPAddresses = List.copyOf(publicIPAddresses);
        greVipSubnets = List.copyOf(greVipSubnets);
    }

    @Override
    public GatewayPool with(Annotations others) {
        return new GatewayPool(
                resourceId,
                type,
                capacityKbps,
                redundantGatewayCount,
                publicIPAddresses,
                greVipSubnets,
                others);
    }
}
