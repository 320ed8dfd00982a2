package io.hnvgateway.provider.resource;

import java.util.List;

/// Everything that the gateway shall do. Immutable; two of them are compared by `diff`.
public record DesiredState(
        List<VirtualNetwork> virtualNetworks,
        List<VirtualGateway> virtualGateways,
        List<PublicIpAddress> publicIPAddresses,
        List<LoadBalancer> loadBalancers,
        List<ProviderAddress> providerAddresses) {
    public static final DesiredState EMPTY =
            new DesiredState(List.of(), List.of(), List.of(), List.of(), List.of());

    public DesiredState {
        virtualNetworks = List.copyOf(virtualNetworks);
        virtualGateways = List.copyOf(virtualGateways);
        publicIPAddresses = List.copyOf(publicIPAddresses);
        loadBalancers = List.copyOf(loadBalancers);
        providerAddresses = List.copyOf(providerAddresses);
    }

    public DesiredState withVirtualNetworks(List<VirtualNetwork> networks) {
        return new DesiredState(
                networks, virtualGateways, publicIPAddresses, loadBalancers, providerAddresses);
    }

    public DesiredState withPublicIPAddresses(List<PublicIpAddress> addresses) {
        return new DesiredState(
                virtualNetworks, virtualGateways, addresses, loadBalancers, providerAddresses);
    }
}
