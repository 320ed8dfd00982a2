package io.hnvgateway.provider.resource;

import java.util.List;

/// NAT of one customer network: MS-NCNBI keeps it under `loadBalancers`. All pools name the same
/// virtual network.
public record LoadBalancer(
        String resourceId,
        List<FrontendIpConfiguration> frontendIPConfigurations,
        List<BackendAddressPool> backendAddressPools,
        List<InboundNatRule> inboundNatRules,
        List<OutboundNatRule> outboundNatRules,
        Annotations annotations)
        implements TopLevelResource {

    public LoadBalancer {
        frontendIPConfigurations = List.copyOf(frontendIPConfigurations);
        backendAddressPools = List.copyOf(backendAddressPools);
        inboundNatRules = List.copyOf(inboundNatRules);
        outboundNatRules = List.copyOf(outboundNatRules);
    }

    /// Without annotations.
    public LoadBalancer(
            String resourceId,
            List<FrontendIpConfiguration> frontendIPConfigurations,
            List<BackendAddressPool> backendAddressPools,
            List<InboundNatRule> inboundNatRules,
            List<OutboundNatRule> outboundNatRules) {
        this(
                resourceId,
                frontendIPConfigurations,
                backendAddressPools,
                inboundNatRules,
                outboundNatRules,
                Annotations.NONE);
    }

    @Override
    public LoadBalancer with(Annotations others) {
        return new LoadBalancer(
                resourceId,
                frontendIPConfigurations,
                backendAddressPools,
                inboundNatRules,
                outboundNatRules,
                others);
    }

    public ResourceReference reference(FrontendIpConfiguration frontend) {
        return ResourceReference.of(
                "loadBalancers", resourceId, "frontendIPConfigurations", frontend.resourceId());
    }

    public ResourceReference reference(BackendAddressPool pool) {
        return ResourceReference.of(
                "loadBalancers", resourceId, "backendAddressPools", pool.resourceId());
    }
}
