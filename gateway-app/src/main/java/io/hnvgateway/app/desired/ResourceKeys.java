package io.hnvgateway.app.desired;

import io.hnvgateway.provider.resource.BackendAddressPool;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.FrontendIpConfiguration;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.GatewayPool;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.NetworkInterface;
import io.hnvgateway.provider.resource.OneToOneRule;
import io.hnvgateway.provider.resource.OutboundNatRule;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceCollection;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Names of the resources of a document in lower case, as `/virtualnetworks/contoso`, and which of
/// them a resource refers to.
final class ResourceKeys {
    static final List<String> COLLECTIONS =
            Stream.of(ResourceCollection.values()).map(ResourceCollection::label).toList();

    private static final List<String> SHARED =
            Stream.of(
                            ResourceCollection.GATEWAYS,
                            ResourceCollection.GATEWAY_POOLS,
                            ResourceCollection.LOGICAL_NETWORKS,
                            ResourceCollection.ROUTE_TABLES,
                            ResourceCollection.CREDENTIALS)
                    .map(collection -> key(collection.label(), ""))
                    .toList();

    private ResourceKeys() {}

    static String key(Resource resource) {
        return key(collection(resource), resource.resourceId());
    }

    private static String key(String collection, String id) {
        return ("/" + collection + "/" + id).toLowerCase(Locale.ROOT);
    }

    /// The resource of a document that a reference leads to, or into.
    static String key(ResourceReference reference) {
        List<String> parts = reference.parts();
        return key(parts.getFirst(), parts.get(1));
    }

    static ResourceReference reference(Resource resource) {
        return ResourceReference.of(collection(resource), resource.resourceId());
    }

    private static String collection(Resource resource) {
        if (resource instanceof TopLevelResource top) {
            return ResourceCollection.of(top).label();
        }
        throw new IllegalArgumentException("no resource of a document: " + resource);
    }

    static Stream<TopLevelResource> resources(DesiredState state) {
        return state.resources();
    }

    /// Whether resources of many tenants refer to it, which are no one tenant by that.
    static boolean isShared(String key) {
        for (String prefix : SHARED) {
            if (key.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /// What the resource refers to.
    static Set<String> targets(Resource resource) {
        Set<String> targets = new HashSet<>();
        references(resource).forEach(reference -> targets.add(key(reference)));
        return targets;
    }

    static Stream<ResourceReference> references(Resource resource) {
        return switch (resource) {
            case VirtualNetwork network ->
                    Stream.concat(
                            Stream.ofNullable(network.logicalNetwork()),
                            network.subnets().stream()
                                    .flatMap(subnet -> Stream.ofNullable(subnet.routeTable())));
            case VirtualGateway gateway ->
                    Stream.of(
                                    gateway.gatewaySubnets().stream(),
                                    gateway.gatewayPools().stream(),
                                    gateway.nat().oneToOneRules().stream()
                                            .map(OneToOneRule::publicIPAddress))
                            .flatMap(Function.identity());
            case LoadBalancer balancer -> ofBalancer(balancer);
            case NetworkInterface item ->
                    item.ipConfigurations().stream()
                            .flatMap(address ->
                                    Stream.of(address.subnet(), address.publicIPAddress())
                                            .flatMap(Stream::ofNullable));
            case GatewayPool pool ->
                    Stream.concat(pool.publicIPAddresses().stream(), pool.greVipSubnets().stream());
            case Gateway gateway ->
                    Stream.of(
                                    gateway.membership().pool(),
                                    gateway.membership().externalInterface(),
                                    gateway.membership().internalInterface())
                            .flatMap(Stream::ofNullable);
            default -> Stream.empty();
        };
    }

    private static Stream<ResourceReference> ofBalancer(LoadBalancer balancer) {
        return Stream.of(
                        balancer.backendAddressPools().stream()
                                .map(BackendAddressPool::virtualNetwork),
                        balancer.frontendIPConfigurations().stream()
                                .map(FrontendIpConfiguration::publicIPAddress),
                        balancer.inboundNatRules().stream()
                                .flatMap(rule -> rule.frontendIPConfigurations().stream()),
                        balancer.outboundNatRules().stream()
                                .flatMap(rule -> rule.frontendIPConfigurations().stream()),
                        balancer.outboundNatRules().stream()
                                .map(OutboundNatRule::backendAddressPool))
                .flatMap(Function.identity());
    }
}
