package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.Caller;
import io.hnvgateway.app.access.Role;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.FrontendIpConfiguration;
import io.hnvgateway.provider.resource.IpConfiguration;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.NetworkInterface;
import io.hnvgateway.provider.resource.OneToOneRule;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceIndex;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// To which routing domains the resources of one state belong, and so who may see them. Any thread.
final class Visibility {
    /// Of the provider's network.
    private static final Set<String> INFRASTRUCTURE =
            Set.of("providerAddress", "gatewayPools", "gateway");

    private final DesiredState state;
    private final Map<ResourceReference, Set<UUID>> domains = new HashMap<>();
    private boolean isRead;

    private Visibility(DesiredState state) {
        this.state = state;
    }

    /// Who sees all never needs it.
    private synchronized void read() {
        if (isRead) {
            return;
        }
        isRead = true;
        ResourceIndex index = new ResourceIndex(state);
        state.virtualNetworks().forEach(this::add);
        state.virtualGateways().forEach(gateway -> add(gateway, index.networkOf(gateway)));
        state.loadBalancers().forEach(balancer -> add(balancer, index.networkOf(balancer)));
        state.networkInterfaces().forEach(card -> add(card, index));
    }

    /// Of another state it is made anew.
    @SuppressWarnings("ReferenceEquality") // states are large, and one in effect stays the same
    static Visibility of(DesiredState state, @Nullable Visibility before) {
        return before != null && before.state == state ? before : new Visibility(state);
    }

    private void add(VirtualNetwork network) {
        add(network.reference(), network);
        network.subnets().stream()
                .map(Subnet::routeTable)
                .filter(Objects::nonNull)
                .forEach(table -> add(table, network));
    }

    /// One with an address in the provider's network is the provider's.
    private void add(NetworkInterface card, ResourceIndex index) {
        if (!card.ipConfigurations().stream().allMatch(IpConfiguration::isInVirtualNetwork)) {
            return;
        }
        for (IpConfiguration address : card.ipConfigurations()) {
            ResourceIndex.SubnetOf subnet =
                    address.subnet() == null ? null : index.subnet(address.subnet());
            if (subnet != null) {
                add(card.reference(), subnet.network());
                if (address.publicIPAddress() != null) {
                    add(address.publicIPAddress(), subnet.network());
                }
            }
        }
    }

    private void add(VirtualGateway gateway, @Nullable VirtualNetwork network) {
        add(gateway.reference(), network);
        gateway.nat().oneToOneRules().stream()
                .map(OneToOneRule::publicIPAddress)
                .forEach(address -> add(address, network));
    }

    private void add(LoadBalancer balancer, @Nullable VirtualNetwork network) {
        add(balancer.reference(), network);
        balancer.frontendIPConfigurations().stream()
                .map(FrontendIpConfiguration::publicIPAddress)
                .forEach(address -> add(address, network));
    }

    private void add(ResourceReference reference, @Nullable VirtualNetwork network) {
        if (network != null && network.routingDomainId() != null) {
            domains.computeIfAbsent(reference, _ -> new HashSet<>(2))
                    .add(network.routingDomainId());
        }
    }

    /// What belongs to no routing domain, or also to another's, is the provider's.
    boolean sees(Caller caller, ResourceReference top) {
        if (caller.role() != Role.TENANT_READER) {
            return true;
        }
        read();
        Set<UUID> of = domains.get(top);
        return of != null && of.stream().allMatch(caller::maySee);
    }

    List<TopLevelResource> members(Caller caller, ResourceKind kind) {
        return ResourceTrees.members(state, kind).stream()
                .filter(member -> sees(caller, member.reference()))
                .toList();
    }

    /// Names of the networks that the caller may see.
    List<String> networks(Caller caller) {
        return state.virtualNetworks().stream()
                .filter(network -> sees(caller, network.reference()))
                .map(Resource::resourceId)
                .toList();
    }

    /// The name of a network.
    ///
    /// @param asked its name or its routing domain
    /// @throws ApiError the same for one that the caller may not see and for one that is not there
    String network(Caller caller, String asked) {
        return state.virtualNetworks().stream()
                .filter(network -> sees(caller, network.reference()))
                .filter(network ->
                        network.resourceId().equalsIgnoreCase(asked)
                                || String.valueOf(network.routingDomainId())
                                        .equalsIgnoreCase(asked.replaceAll("[{}]", "")))
                .findFirst()
                .orElseThrow(() -> ApiError.notFound("there is no such tenant"))
                .resourceId();
    }

    /// Takes what a tenant must not see out of what is shown.
    static ObjectNode stripped(Caller caller, ObjectNode shown) {
        if (caller.role() == Role.TENANT_READER) {
            strip(shown.path("properties"));
        }
        return shown;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(INFRASTRUCTURE);
        }
        node.forEach(Visibility::strip);
    }
}
