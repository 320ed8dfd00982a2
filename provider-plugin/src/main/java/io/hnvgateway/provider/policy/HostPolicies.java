package io.hnvgateway.provider.policy;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.resource.ConnectionRoute;
import io.hnvgateway.provider.resource.CustomerRoute;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.GatewayAddress;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.ResourceIndex;
import io.hnvgateway.provider.resource.ResourceIndex.SubnetOf;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Mac;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Derives the hosts' policy from what the gateway has.
public final class HostPolicies {
    /// Of routes that nobody gave one.
    static final long METRIC = 255;

    private static final IpAddress ANY = IpAddress.parse("0.0.0.0");
    private static final IpAddress ANY_6 = IpAddress.parse("::");

    private final DesiredState state;
    private final ResourceIndex index;
    private final List<IpAddress> providerAddresses;
    private final List<PolicyRecord> records = new ArrayList<>();

    /// Without two that say the same.
    private final Set<PolicyRoute> routes = new LinkedHashSet<>();

    private HostPolicies(DesiredState state, Collection<IpAddress> providerAddresses) {
        this.state = state;
        this.index = new ResourceIndex(state);
        this.providerAddresses = providerAddresses.stream().sorted().distinct().toList();
    }

    /// A gateway's own CA in a gateway subnet.
    private record Presence(IpAddress address, int virtualSubnetId, Mac mac) {}

    /// The policy of one customer network, or of all.
    ///
    /// @param state with everything that the gateway assigned
    /// @param providerAddresses the gateway's own
    /// @param routingDomainId null: all
    /// @throws FaultsException when there is no such network, or an id is not assigned
    public static HostPolicy of(
            DesiredState state,
            Collection<IpAddress> providerAddresses,
            @Nullable UUID routingDomainId)
            throws FaultsException {
        HostPolicies policies = new HostPolicies(state, providerAddresses);
        boolean found = routingDomainId == null;
        for (VirtualNetwork network : state.virtualNetworks()) {
            UUID own = network.routingDomainId();
            if (own == null) {
                throw fault(network, "routingDomainId");
            }
            if (routingDomainId == null || routingDomainId.equals(own)) {
                found = true;
                policies.add(network, own);
            }
        }
        if (!found && routingDomainId != null) {
            throw new FaultsException(
                    List.of(
                            Fault.of(
                                    "routingDomainId",
                                    routingDomainId,
                                    "no virtual network has it")));
        }
        return new HostPolicy(policies.records, List.copyOf(policies.routes));
    }

    private static FaultsException fault(VirtualNetwork network, String what) {
        return new FaultsException(
                List.of(
                        new Fault(
                                "virtualNetworks[%s].%s".formatted(network.resourceId(), what),
                                "",
                                "is not assigned yet",
                                "take the state that the gateway returns")));
    }

    private void add(VirtualNetwork network, UUID rdid) throws FaultsException {
        List<VirtualGateway> gateways =
                state.virtualGateways().stream()
                        .filter(gateway -> network.equals(index.networkOf(gateway)))
                        .toList();
        List<Presence> presences = new ArrayList<>();
        for (VirtualGateway gateway : gateways) {
            presences.addAll(presences(network, gateway));
        }
        network.lookupRecords().forEach(lookup -> records.add(of(rdid, lookup)));
        presences.forEach(own -> addWildcards(network, rdid, own));
        for (Subnet subnet : network.subnets()) {
            addOnLink(rdid, subnet, vsid(network, subnet));
        }
        network.customerRoutes().forEach(route -> routes.add(of(rdid, route)));
        presences.forEach(own -> addRoutes(network, rdid, own, gateways));
    }

    private static PolicyRecord of(UUID rdid, LookupRecord lookup) {
        return new PolicyRecord(
                rdid,
                lookup.resourceId(),
                lookup.customerAddress(),
                lookup.type(),
                new PolicyRecord.Place(
                        lookup.virtualSubnetId(),
                        lookup.macAddress(),
                        lookup.providerAddress(),
                        lookup.rule()));
    }

    private static PolicyRoute of(UUID rdid, CustomerRoute route) {
        return new PolicyRoute(
                rdid,
                route.virtualSubnetId(),
                route.destinationPrefix(),
                route.nextHop(),
                Integer.toUnsignedLong(route.metric()));
    }

    private List<Presence> presences(VirtualNetwork network, VirtualGateway gateway)
            throws FaultsException {
        List<Presence> found = new ArrayList<>();
        for (ResourceReference reference : gateway.gatewaySubnets()) {
            SubnetOf named = index.subnet(reference);
            if (named == null) {
                continue;
            }
            int vsid = vsid(network, named.subnet());
            List<GatewayAddress> there =
                    gateway.gatewayAddresses().stream()
                            .filter(own -> named.subnet().isHostAddress(own.ipAddress()))
                            .toList();
            Mac mac =
                    there.stream()
                            .map(GatewayAddress::macAddress)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .map(Objects::requireNonNull)
                            .orElse(GatewayAddress.macOf(vsid));
            there.forEach(own -> found.add(new Presence(own.ipAddress(), vsid, mac)));
        }
        return found;
    }

    private static int vsid(VirtualNetwork network, Subnet subnet) throws FaultsException {
        Integer vsid = subnet.virtualSubnetId();
        if (vsid == null) {
            throw fault(network, "subnets[" + subnet.resourceId() + "].virtualSubnetId");
        }
        return vsid;
    }

    /// One for each of the gateway's provider addresses of a family that hosts of the network have.
    private void addWildcards(VirtualNetwork network, UUID rdid, Presence own) {
        boolean anyIpv4 = hasHost(network, true);
        boolean anyIpv6 = hasHost(network, false);
        for (IpAddress provider : providerAddresses) {
            if (anyIpv4 == anyIpv6 || provider.isIpv4() == anyIpv4) {
                records.add(
                        new PolicyRecord(
                                rdid,
                                "gateway-" + own.virtualSubnetId,
                                own.address,
                                RecordType.GATEWAY_WILDCARD,
                                new PolicyRecord.Place(
                                        own.virtualSubnetId,
                                        own.mac,
                                        provider,
                                        TranslationRule.ENCAPSULATION)));
            }
        }
    }

    private static boolean hasHost(VirtualNetwork network, boolean ipv4) {
        return network.lookupRecords().stream()
                .anyMatch(lookup -> lookup.providerAddress().isIpv4() == ipv4);
    }

    private void addOnLink(UUID rdid, Subnet subnet, int vsid) {
        for (IpPrefix prefix : subnet.addressPrefixes()) {
            routes.add(new PolicyRoute(rdid, vsid, prefix, prefix.isIpv4() ? ANY : ANY_6, METRIC));
        }
    }

    /// All that is elsewhere, and by name what is behind connections: another default route may
    /// lead through a VM.
    private void addRoutes(
            VirtualNetwork network, UUID rdid, Presence own, List<VirtualGateway> gateways) {
        IpPrefix all = new IpPrefix(own.address.isIpv4() ? ANY : ANY_6, 0);
        Stream<IpPrefix> sites =
                gateways.stream()
                        .flatMap(gateway -> gateway.networkConnections().stream())
                        .map(NetworkConnection::routes)
                        .flatMap(List::stream)
                        .map(ConnectionRoute::destinationPrefix)
                        .filter(prefix -> prefix.isIpv4() == own.address.isIpv4())
                        .sorted();
        Stream.concat(Stream.of(all), sites)
                .filter(prefix -> !isRouted(network, prefix))
                .forEach(prefix ->
                        routes.add(
                                new PolicyRoute(
                                        rdid, own.virtualSubnetId, prefix, own.address, METRIC)));
    }

    private static boolean isRouted(VirtualNetwork network, IpPrefix prefix) {
        return network.customerRoutes().stream()
                .anyMatch(route -> route.destinationPrefix().equals(prefix));
    }
}
