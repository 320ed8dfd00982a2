package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;

/// The gateway of one customer network: that of its gateway subnets. In each of them one gateway
/// address of each family at most, one of either at least.
public record VirtualGateway(
        String resourceId,
        List<ResourceReference> gatewaySubnets,
        List<GatewayAddress> gatewayAddresses,
        List<IpPrefix> directRoutingPrefixes,
        List<PrefixTranslation> prefixTranslations,
        NatSettings nat,
        BackEndSettings backEnd,
        List<NetworkConnection> networkConnections,
        List<BgpRouter> bgpRouters,
        List<PolicyMap> policyMaps)
        implements Resource {

    public VirtualGateway {
        gatewaySubnets = List.copyOf(gatewaySubnets);
        gatewayAddresses = List.copyOf(gatewayAddresses);
        directRoutingPrefixes = List.copyOf(directRoutingPrefixes);
        prefixTranslations = List.copyOf(prefixTranslations);
        networkConnections = List.copyOf(networkConnections);
        bgpRouters = List.copyOf(bgpRouters);
        policyMaps = List.copyOf(policyMaps);
    }

    /// The same with other connections.
    public VirtualGateway withNetworkConnections(List<NetworkConnection> connections) {
        return new VirtualGateway(
                resourceId,
                gatewaySubnets,
                gatewayAddresses,
                directRoutingPrefixes,
                prefixTranslations,
                nat,
                backEnd,
                connections,
                bgpRouters,
                policyMaps);
    }

    /// What refers to one of its policy maps.
    public ResourceReference reference(PolicyMap map) {
        return ResourceReference.of("virtualGateways", resourceId, "policyMaps", map.resourceId());
    }
}
