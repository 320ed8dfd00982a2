package io.hnvgateway.provider.resource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Resolves the references of one desired state. Every lookup yields null where the target does not
/// exist.
public final class ResourceIndex {
    private final Map<ResourceReference, VirtualNetwork> networks = new HashMap<>();
    private final Map<ResourceReference, SubnetOf> subnets = new HashMap<>();
    private final Map<ResourceReference, PublicIpAddress> publicAddresses = new HashMap<>();
    private final Map<ResourceReference, FrontendIpConfiguration> frontends = new HashMap<>();
    private final Map<ResourceReference, BackendAddressPool> pools = new HashMap<>();
    private final Set<ResourceReference> others = new HashSet<>();

    public ResourceIndex(DesiredState state) {
        state.virtualNetworks().forEach(this::add);
        state.publicIPAddresses()
                .forEach(address -> publicAddresses.put(address.reference(), address));
        state.loadBalancers().forEach(this::add);
        Stream.of(state.gatewayPools(), state.routeTables(), state.networkInterfaces())
                .flatMap(List::stream)
                .map(TopLevelResource::reference)
                .forEach(others::add);
        for (LogicalNetwork network : state.logicalNetworks()) {
            others.add(network.reference());
            network.subnets().stream().map(network::reference).forEach(others::add);
        }
    }

    /// Whether there is such a gateway pool, route table, network interface or subnet of a logical
    /// network.
    public boolean has(String collection, ResourceReference reference) {
        return reference.isIn(collection) && others.contains(reference);
    }

    private void add(VirtualNetwork network) {
        networks.put(network.reference(), network);
        network.subnets()
                .forEach(subnet ->
                        subnets.put(network.reference(subnet), new SubnetOf(network, subnet)));
    }

    private void add(LoadBalancer balancer) {
        balancer.frontendIPConfigurations()
                .forEach(frontend -> frontends.put(balancer.reference(frontend), frontend));
        balancer.backendAddressPools().forEach(pool -> pools.put(balancer.reference(pool), pool));
    }

    public @Nullable VirtualNetwork network(ResourceReference reference) {
        return networks.get(reference);
    }

    public @Nullable SubnetOf subnet(ResourceReference reference) {
        return subnets.get(reference);
    }

    public @Nullable PublicIpAddress publicAddress(ResourceReference reference) {
        return publicAddresses.get(reference);
    }

    public @Nullable FrontendIpConfiguration frontend(ResourceReference reference) {
        return frontends.get(reference);
    }

    public @Nullable BackendAddressPool pool(ResourceReference reference) {
        return pools.get(reference);
    }

    /// The public address behind a frontend configuration.
    public @Nullable PublicIpAddress publicAddressOfFrontend(ResourceReference reference) {
        FrontendIpConfiguration frontend = frontends.get(reference);
        return frontend == null ? null : publicAddresses.get(frontend.publicIPAddress());
    }

    /// The gateway subnets that exist.
    public List<SubnetOf> gatewaySubnets(VirtualGateway gateway) {
        return present(gateway.gatewaySubnets().stream().map(subnets::get));
    }

    /// The network of a virtual gateway: that of its first gateway subnet.
    public @Nullable VirtualNetwork networkOf(VirtualGateway gateway) {
        List<SubnetOf> existing = gatewaySubnets(gateway);
        return existing.isEmpty() ? null : existing.getFirst().network();
    }

    /// The network of a load balancer: that of its first pool.
    public @Nullable VirtualNetwork networkOf(LoadBalancer balancer) {
        List<VirtualNetwork> existing =
                present(
                        balancer.backendAddressPools().stream()
                                .map(pool -> networks.get(pool.virtualNetwork())));
        return existing.isEmpty() ? null : existing.getFirst();
    }

    private static <T> List<T> present(Stream<@Nullable T> values) {
        return values.filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }

    /// A subnet with its network.
    public record SubnetOf(VirtualNetwork network, Subnet subnet) {}
}
