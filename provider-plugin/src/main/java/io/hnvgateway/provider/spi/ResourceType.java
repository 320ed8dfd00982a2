package io.hnvgateway.provider.spi;

import io.hnvgateway.provider.resource.Credential;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.GatewayPool;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.LogicalNetwork;
import io.hnvgateway.provider.resource.NetworkInterface;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.ResourceCollection;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.RouteTable;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.List;

/// A collection of the API with the type of what stands in it. Compared by identity.
///
/// @param <T> what stands in it
public final class ResourceType<T extends TopLevelResource> {
    public static final ResourceType<VirtualNetwork> VIRTUAL_NETWORKS =
            new ResourceType<>(ResourceCollection.VIRTUAL_NETWORKS);
    public static final ResourceType<VirtualGateway> VIRTUAL_GATEWAYS =
            new ResourceType<>(ResourceCollection.VIRTUAL_GATEWAYS);
    public static final ResourceType<PublicIpAddress> PUBLIC_IP_ADDRESSES =
            new ResourceType<>(ResourceCollection.PUBLIC_IP_ADDRESSES);
    public static final ResourceType<LoadBalancer> LOAD_BALANCERS =
            new ResourceType<>(ResourceCollection.LOAD_BALANCERS);
    public static final ResourceType<ProviderAddress> PROVIDER_ADDRESSES =
            new ResourceType<>(ResourceCollection.PROVIDER_ADDRESSES);
    public static final ResourceType<Gateway> GATEWAYS =
            new ResourceType<>(ResourceCollection.GATEWAYS);
    public static final ResourceType<GatewayPool> GATEWAY_POOLS =
            new ResourceType<>(ResourceCollection.GATEWAY_POOLS);
    public static final ResourceType<LogicalNetwork> LOGICAL_NETWORKS =
            new ResourceType<>(ResourceCollection.LOGICAL_NETWORKS);
    public static final ResourceType<RouteTable> ROUTE_TABLES =
            new ResourceType<>(ResourceCollection.ROUTE_TABLES);
    public static final ResourceType<Credential> CREDENTIALS =
            new ResourceType<>(ResourceCollection.CREDENTIALS);
    public static final ResourceType<NetworkInterface> NETWORK_INTERFACES =
            new ResourceType<>(ResourceCollection.NETWORK_INTERFACES);

    private static final List<ResourceType<?>> ALL =
            List.of(
                    VIRTUAL_NETWORKS,
                    VIRTUAL_GATEWAYS,
                    PUBLIC_IP_ADDRESSES,
                    LOAD_BALANCERS,
                    PROVIDER_ADDRESSES,
                    GATEWAYS,
                    GATEWAY_POOLS,
                    LOGICAL_NETWORKS,
                    ROUTE_TABLES,
                    CREDENTIALS,
                    NETWORK_INTERFACES);

    private final ResourceCollection collection;

    private ResourceType(ResourceCollection collection) {
        this.collection = collection;
    }

    /// Every collection of the desired state.
    public static List<ResourceType<?>> all() {
        return ALL;
    }

    /// That of a resource.
    @SuppressWarnings("unchecked") // a collection has resources of its type only
    public static <T extends TopLevelResource> ResourceType<T> of(T resource) {
        ResourceCollection wanted = ResourceCollection.of(resource);
        for (ResourceType<?> type : ALL) {
            if (type.collection == wanted) {
                return (ResourceType<T>) type;
            }
        }
        throw new IllegalArgumentException(wanted + " is not managed");
    }

    /// As in its path, `virtualNetworks`.
    public String name() {
        return collection.label();
    }

    /// Those of a state.
    @SuppressWarnings("unchecked") // a collection has resources of its type only
    public List<T> in(DesiredState state) {
        return (List<T>) state.resources(collection);
    }

    public ResourceReference reference(String id) {
        return ResourceReference.of(name(), id);
    }

    @Override
    public String toString() {
        return name();
    }
}
