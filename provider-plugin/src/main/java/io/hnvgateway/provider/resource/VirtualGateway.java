package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;

/// The gateway of one customer network: that of its gateway subnets. In each of them one gateway
/// address of each family at most, one of either at least.
public record VirtualGateway(
        String resourceId,
        List<ResourceReference> gatewayPools,
        List<ResourceReference> gatewaySubnets,
        List<GatewayAddress> gatewayAddresses,
        List<IpPrefix> directRoutingPrefixes,
        List<PrefixTranslation> prefixTranslations,
        NatSettings nat,
        BackEndSettings backEnd,
        List<NetworkConnection> networkConnections,
        List<BgpRouter> bgpRouters,
        List<PolicyMap> policyMaps,
        Annotations annotations)
        implements TopLevelResource {

    public VirtualGateway {
        gatewayPools = List.copyOf(gatewayPools);
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
                gatewayPools,
                gatewaySubnets,
                gatewayAddresses,
                directRoutingPrefixes,
                prefixTranslations,
                nat,
                backEnd,
                connections,
                bgpRouters,
                policyMaps,
                annotations);
    }

    /// The same with other addresses.
    public VirtualGateway withGatewayAddresses(List<GatewayAddress> addresses) {
        return new VirtualGateway(
                resourceId,
                gatewayPools,
                gatewaySubnets,
                addresses,
                directRoutingPrefixes,
                prefixTranslations,
                nat,
                backEnd,
                networkConnections,
                bgpRouters,
                policyMaps,
                annotations);
    }

    /// The same with other settings of NAT.
    public VirtualGateway withNat(NatSettings settings) {
        return new VirtualGateway(
                resourceId,
                gatewayPools,
                gatewaySubnets,
                gatewayAddresses,
                directRoutingPrefixes,
                prefixTranslations,
                settings,
                backEnd,
                networkConnections,
                bgpRouters,
                policyMaps,
                annotations);
    }

    @Override
    public VirtualGateway with(Annotations others) {
        return new VirtualGateway(
                resourceId,
                gatewayPools,
                gatewaySubnets,
                gatewayAddresses,
                directRoutingPrefixes,
                prefixTranslations,
                nat,
                backEnd,
                networkConnections,
                bgpRouters,
                policyMaps,
                others);
    }

    /// What refers to one of its policy maps.
    public ResourceReference reference(PolicyMap map) {
        return ResourceReference.of("virtualGateways", resourceId, "policyMaps", map.resourceId());
    }
}
