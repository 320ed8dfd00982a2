package io.hnvgateway.provider.resource;

import java.util.List;

/// A network of the provider (`logicalNetworks`), as far as a controller needs to refer to it: the
/// gateway's own interfaces are set by its connection string.
public record LogicalNetwork(
        String resourceId,
        boolean networkVirtualizationEnabled,
        List<LogicalSubnet> subnets,
        Annotations annotations)
        implements TopLevelResource {

    public LogicalNetwork {
        subnets = List.copyOf(subnets);
    }

    public ResourceReference reference(LogicalSubnet subnet) {
        return ResourceReference.of("logicalNetworks", resourceId, "subnets", subnet.resourceId());
    }

    @Override
    public LogicalNetwork with(Annotations others) {
        return new LogicalNetwork(resourceId, networkVirtualizationEnabled, subnets, others);
    }
}
