package io.hnvgateway.provider.resource;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that the gateway shall do. Immutable; two of them are compared by `diff`.
///
/// @param byCollection every collection, with resources of its type only
public record DesiredState(Map<ResourceCollection, List<TopLevelResource>> byCollection) {
    public static final DesiredState EMPTY = of(Stream.of());

    public DesiredState {
        Map<ResourceCollection, List<TopLevelResource>> copy =
                new EnumMap<>(ResourceCollection.class);
        for (ResourceCollection collection : ResourceCollection.values()) {
            copy.put(collection, List.copyOf(byCollection.getOrDefault(collection, List.of())));
        }
        byCollection = Collections.unmodifiableMap(copy);
    }

    /// These resources, each in its collection, in their order.
    public static DesiredState of(Stream<? extends TopLevelResource> resources) {
        return new DesiredState(resources.collect(Collectors.groupingBy(ResourceCollection::of)));
    }

    public Stream<TopLevelResource> resources() {
        return byCollection.values().stream().flatMap(List::stream);
    }

    public List<TopLevelResource> resources(ResourceCollection collection) {
        return byCollection.getOrDefault(collection, List.of());
    }

    public List<VirtualNetwork> virtualNetworks() {
        return typed(ResourceCollection.VIRTUAL_NETWORKS);
    }

    public List<VirtualGateway> virtualGateways() {
        return typed(ResourceCollection.VIRTUAL_GATEWAYS);
    }

    public List<PublicIpAddress> publicIPAddresses() {
        return typed(ResourceCollection.PUBLIC_IP_ADDRESSES);
    }

    public List<LoadBalancer> loadBalancers() {
        return typed(ResourceCollection.LOAD_BALANCERS);
    }

    public List<ProviderAddress> providerAddresses() {
        return typed(ResourceCollection.PROVIDER_ADDRESSES);
    }

    public List<Gateway> gateways() {
        return typed(ResourceCollection.GATEWAYS);
    }

    public List<GatewayPool> gatewayPools() {
        return typed(ResourceCollection.GATEWAY_POOLS);
    }

    public List<LogicalNetwork> logicalNetworks() {
        return typed(ResourceCollection.LOGICAL_NETWORKS);
    }

    public List<RouteTable> routeTables() {
        return typed(ResourceCollection.ROUTE_TABLES);
    }

    public List<Credential> credentials() {
        return typed(ResourceCollection.CREDENTIALS);
    }

    public List<NetworkInterface> networkInterfaces() {
        return typed(ResourceCollection.NETWORK_INTERFACES);
    }

    @SuppressWarnings("unchecked") // a collection has resources of its type only
    private <T extends TopLevelResource> List<T> typed(ResourceCollection collection) {
        return (List<T>) resources(collection);
    }

    public DesiredState withVirtualNetworks(List<VirtualNetwork> others) {
        return with(ResourceCollection.VIRTUAL_NETWORKS, others);
    }

    public DesiredState withPublicIPAddresses(List<PublicIpAddress> others) {
        return with(ResourceCollection.PUBLIC_IP_ADDRESSES, others);
    }

    public DesiredState withVirtualGateways(List<VirtualGateway> others) {
        return with(ResourceCollection.VIRTUAL_GATEWAYS, others);
    }

    public DesiredState withCredentials(List<Credential> others) {
        return with(ResourceCollection.CREDENTIALS, others);
    }

    private DesiredState with(
            ResourceCollection collection, List<? extends TopLevelResource> others) {
        Map<ResourceCollection, List<TopLevelResource>> changed = new EnumMap<>(byCollection);
        changed.put(collection, List.copyOf(others));
        return new DesiredState(changed);
    }

    /// The resources of this and of another state, which have none in common.
    public DesiredState and(DesiredState other) {
        return of(Stream.concat(resources(), other.resources()));
    }
}
