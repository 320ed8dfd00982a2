package io.hnvgateway.provider.resource;

import java.util.List;
import java.util.stream.Stream;

/// Everything that the gateway shall do. Immutable; two of them are compared by `diff`.
public record DesiredState(
        List<VirtualNetwork> virtualNetworks,
        List<VirtualGateway> virtualGateways,
        List<PublicIpAddress> publicIPAddresses,
        List<LoadBalancer> loadBalancers,
        List<ProviderAddress> providerAddresses,
        List<Gateway> gateways) {
    public static final DesiredState EMPTY =
            new DesiredState(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public DesiredState {
        virtualNetworks = List.copyOf(virtualNetworks);
        virtualGateways = List.copyOf(virtualGateways);
        publicIPAddresses = List.copyOf(publicIPAddresses);
        loadBalancers = List.copyOf(loadBalancers);
        providerAddresses = List.copyOf(providerAddresses);
        gateways = List.copyOf(gateways);
    }

    /// Without the gateway's own settings.
    public DesiredState(
            List<VirtualNetwork> virtualNetworks,
            List<VirtualGateway> virtualGateways,
            List<PublicIpAddress> publicIPAddresses,
            List<LoadBalancer> loadBalancers,
            List<ProviderAddress> providerAddresses) {
        this(
                virtualNetworks,
                virtualGateways,
                publicIPAddresses,
                loadBalancers,
                providerAddresses,
                List.of());
    }

    public DesiredState withVirtualNetworks(List<VirtualNetwork> networks) {
        return new DesiredState(
                networks,
                virtualGateways,
                publicIPAddresses,
                loadBalancers,
                providerAddresses,
                gateways);
    }

    public DesiredState withPublicIPAddresses(List<PublicIpAddress> addresses) {
        return new DesiredState(
                virtualNetworks,
                virtualGateways,
                addresses,
                loadBalancers,
                providerAddresses,
                gateways);
    }

    public DesiredState withVirtualGateways(List<VirtualGateway> others) {
        return new DesiredState(
                virtualNetworks,
                others,
                publicIPAddresses,
                loadBalancers,
                providerAddresses,
                gateways);
    }

    /// The resources of this and of another state, which have none in common.
    public DesiredState and(DesiredState other) {
        return new DesiredState(
                joined(virtualNetworks, other.virtualNetworks),
                joined(virtualGateways, other.virtualGateways),
                joined(publicIPAddresses, other.publicIPAddresses),
                joined(loadBalancers, other.loadBalancers),
                joined(providerAddresses, other.providerAddresses),
                joined(gateways, other.gateways));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
