package io.hnvgateway.provider.resource;

import java.util.List;
import java.util.stream.Stream;

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

    /// The resources of this and of another state, which have none in common.
    public DesiredState and(DesiredState other) {
        return new DesiredState(
                joined(virtualNetworks, other.virtualNetworks),
                joined(virtualGateways, other.virtualGateways),
                joined(publicIPAddresses, other.publicIPAddresses),
                joined(loadBalancers, other.loadBalancers),
                joined(providerAddresses, other.providerAddresses));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
