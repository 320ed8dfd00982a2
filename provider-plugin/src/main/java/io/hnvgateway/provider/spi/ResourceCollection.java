package io.hnvgateway.provider.spi;

import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.List;
import java.util.function.Function;

/// A collection of the API and the type of what stands in it. Compared by identity.
///
/// @param <T> what stands in it
public final class ResourceCollection<T extends Resource> {
    public static final ResourceCollection<VirtualNetwork> VIRTUAL_NETWORKS =
            new ResourceCollection<>(
                    "virtualNetworks", VirtualNetwork.class, DesiredState::virtualNetworks);
    public static final ResourceCollection<VirtualGateway> VIRTUAL_GATEWAYS =
            new ResourceCollection<>(
                    "virtualGateways", VirtualGateway.class, DesiredState::virtualGateways);
    public static final ResourceCollection<PublicIpAddress> PUBLIC_IP_ADDRESSES =
            new ResourceCollection<>(
                    "publicIPAddresses", PublicIpAddress.class, DesiredState::publicIPAddresses);
    public static final ResourceCollection<LoadBalancer> LOAD_BALANCERS =
            new ResourceCollection<>(
                    "loadBalancers", LoadBalancer.class, DesiredState::loadBalancers);
    public static final ResourceCollection<ProviderAddress> PROVIDER_ADDRESSES =
            new ResourceCollection<>(
                    "providerAddresses", ProviderAddress.class, DesiredState::providerAddresses);
    public static final ResourceCollection<Gateway> GATEWAYS =
            new ResourceCollection<>("gateways", Gateway.class, DesiredState::gateways);

    private static final List<ResourceCollection<?>> ALL =
            List.of(
                    VIRTUAL_NETWORKS,
                    VIRTUAL_GATEWAYS,
                    PUBLIC_IP_ADDRESSES,
                    LOAD_BALANCERS,
                    PROVIDER_ADDRESSES,
                    GATEWAYS);

    private final String name;
    private final Class<T> type;
    private final Function<DesiredState, List<T>> part;

    private ResourceCollection(String name, Class<T> type, Function<DesiredState, List<T>> part) {
        this.name = name;
        this.type = type;
        this.part = part;
    }

    /// Every collection of the desired state.
    public static List<ResourceCollection<?>> all() {
        return ALL;
    }

    /// The one that the resource belongs into.
    ///
    /// @throws IllegalArgumentException for a part of a resource
    @SuppressWarnings("unchecked") // the collection's type is the resource's class
    public static <T extends Resource> ResourceCollection<T> of(T resource) {
        for (ResourceCollection<?> collection : ALL) {
            if (collection.type.isInstance(resource)) {
                return (ResourceCollection<T>) collection;
            }
        }
        throw new IllegalArgumentException(
                resource.getClass().getSimpleName() + " stands in no collection of its own");
    }

    /// As in its path, `virtualNetworks`.
    public String name() {
        return name;
    }

    /// Those of a state.
    public List<T> in(DesiredState state) {
        return part.apply(state);
    }

    public ResourceReference reference(String id) {
        return ResourceReference.of(name, id);
    }

    @Override
    public String toString() {
        return name;
    }
}
