package io.hnvgateway.app.desired;

import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.FrontendIpConfiguration;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.InboundNatRule;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.OneToOneRule;
import io.hnvgateway.provider.resource.OutboundNatRule;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Names of the resources of a document in lower case, as `/virtualnetworks/contoso`, and which of
/// them a resource refers to.
final class ResourceKeys {
    static final String NETWORKS = "virtualNetworks";
    static final String GATEWAYS = "virtualGateways";
    static final String ADDRESSES = "publicIPAddresses";
    static final String BALANCERS = "loadBalancers";
    static final String PROVIDERS = "providerAddresses";
    static final String OWN = "gateways";
    static final List<String> COLLECTIONS =
            List.of(NETWORKS, GATEWAYS, ADDRESSES, BALANCERS, PROVIDERS, OWN);

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
        return switch (resource) {
            case VirtualNetwork _ -> NETWORKS;
            case VirtualGateway _ -> GATEWAYS;
            case PublicIpAddress _ -> ADDRESSES;
            case LoadBalancer _ -> BALANCERS;
            case ProviderAddress _ -> PROVIDERS;
            case Gateway _ -> OWN;
            default -> throw new IllegalArgumentException("no resource of a document: " + resource);
        };
    }

    static Stream<Resource> resources(DesiredState state) {
        return Stream.of(
                        state.virtualNetworks(),
                        state.virtualGateways(),
                        state.publicIPAddresses(),
                        state.loadBalancers(),
                        state.providerAddresses(),
                        state.gateways())
                .flatMap(List::stream);
    }

    /// What the resource refers to.
    static Set<String> targets(Resource resource) {
        Set<String> targets = new HashSet<>();
        Consumer<ResourceReference> add = reference -> targets.add(key(reference));
        if (resource instanceof VirtualGateway gateway) {
            gateway.gatewaySubnets().forEach(add);
            gateway.nat().oneToOneRules().stream().map(OneToOneRule::publicIPAddress).forEach(add);
        } else if (resource instanceof LoadBalancer balancer) {
            balancer.backendAddressPools().forEach(pool -> add.accept(pool.virtualNetwork()));
            balancer.frontendIPConfigurations().stream()
                    .map(FrontendIpConfiguration::publicIPAddress)
                    .forEach(add);
            balancer.inboundNatRules().stream()
                    .map(InboundNatRule::frontendIPConfigurations)
                    .forEach(references -> references.forEach(add));
            for (OutboundNatRule rule : balancer.outboundNatRules()) {
                rule.frontendIPConfigurations().forEach(add);
                add.accept(rule.backendAddressPool());
            }
        }
        return targets;
    }
}
