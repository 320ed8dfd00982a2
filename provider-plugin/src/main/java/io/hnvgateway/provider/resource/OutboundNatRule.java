package io.hnvgateway.provider.resource;

import java.util.List;

/// Sources of the pool's network leave under the addresses of the frontend configurations, all
/// protocols.
public record OutboundNatRule(
        String resourceId,
        List<ResourceReference> frontendIPConfigurations,
        ResourceReference backendAddressPool)
        implements Resource {

    public OutboundNatRule {
        frontendIPConfigurations = List.copyOf(frontendIPConfigurations);
    }
}
