package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.provider.resource.BackEndSettings;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.GatewayAddress;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.ResourceIndex;
import io.hnvgateway.provider.resource.ResourceIndex.SubnetOf;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.Ip4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A valid desired state with everything assigned → the networks, in the order of the document.
public final class TenantResolver {
    /// Of the locally administered MAC of a gateway address without one: 02-00-5E and the virtual
    /// subnet id.
    private static final long MAC_PREFIX = 0x02005E_000000L;

    private final ResourceIndex index;
    private final Map<ResourceReference, VirtualGateway> gateways = new HashMap<>();
    private final Map<ResourceReference, List<LoadBalancer>> balancers = new HashMap<>();

    private TenantResolver(DesiredState state) {
        this.index = new ResourceIndex(state);
        for (VirtualGateway gateway : state.virtualGateways()) {
            VirtualNetwork network = index.networkOf(gateway);
            if (network != null) {
                gateways.put(network.reference(), gateway);
            }
        }
        for (LoadBalancer balancer : state.loadBalancers()) {
            VirtualNetwork network = index.networkOf(balancer);
            if (network != null) {
                balancers
                        .computeIfAbsent(network.reference(), key -> new ArrayList<>())
                        .add(balancer);
            }
        }
    }

    public static List<TenantNetwork> resolve(DesiredState state) {
        TenantResolver resolver = new TenantResolver(state);
        return state.virtualNetworks().stream().map(resolver::network).toList();
    }

    private TenantNetwork network(VirtualNetwork network) {
        VirtualGateway gateway = gateways.get(network.reference());
        return new TenantNetwork(
                new RoutingDomainId(Objects.requireNonNull(network.routingDomainId())),
                network.resourceId(),
                network.addressPrefixes().stream().map(Convert::prefix).toList(),
                network.subnets().stream().map(TenantResolver::subnet).toList(),
                gateway == null ? List.of() : interfaces(gateway),
                network.lookupRecords().stream().map(TenantResolver::lookupRecord).toList(),
                routes(network, gateway),
                gateway == null
                        ? List.of()
                        : gateway.directRoutingPrefixes().stream().map(Convert::prefix).toList(),
                new NatResolver(index)
                        .nat(gateway, balancers.getOrDefault(network.reference(), List.of())),
                backEnd(gateway == null ? BackEndSettings.DEFAULT : gateway.backEnd()));
    }

    private static VirtualSubnet subnet(Subnet subnet) {
        return new VirtualSubnet(
                subnet.resourceId(), vsid(subnet), List.of(Convert.prefix(subnet.addressPrefix())));
    }

    private static VirtualSubnetId vsid(Subnet subnet) {
        return new VirtualSubnetId(Objects.requireNonNull(subnet.virtualSubnetId()));
    }

    private static LookupRecord lookupRecord(io.hnvgateway.provider.resource.LookupRecord lookup) {
        return new LookupRecord(
                lookup.resourceId(),
                Convert.address(lookup.customerAddress()),
                new VirtualSubnetId(lookup.virtualSubnetId()),
                Convert.mac(lookup.macAddress()),
                Convert.address(lookup.providerAddress()));
    }

    private List<GatewayInterface> interfaces(VirtualGateway gateway) {
        List<GatewayInterface> interfaces = new ArrayList<>();
        for (SubnetOf target : index.gatewaySubnets(gateway)) {
            for (GatewayAddress address : gateway.gatewayAddresses()) {
                if (target.subnet().addressPrefix().contains(address.ipAddress())) {
                    VirtualSubnetId vsid = vsid(target.subnet());
                    interfaces.add(
                            new GatewayInterface(
                                    vsid,
                                    Convert.address(address.ipAddress()),
                                    mac(address, vsid)));
                }
            }
        }
        return interfaces;
    }

    private static MacAddress mac(GatewayAddress address, VirtualSubnetId vsid) {
        return address.macAddress() == null
                ? new MacAddress(MAC_PREFIX | vsid.value())
                : Convert.mac(address.macAddress());
    }

    private static List<Route> routes(VirtualNetwork network, @Nullable VirtualGateway gateway) {
        Set<Ip4Address> own =
                gateway == null
                        ? Set.of()
                        : gateway.gatewayAddresses().stream()
                                .map(GatewayAddress::ipAddress)
                                .collect(Collectors.toSet());
        return network.customerRoutes().stream()
                .filter(route -> !own.contains(route.nextHop()))
                .map(route ->
                        new Route(
                                Convert.prefix(route.destinationPrefix()),
                                new NextHop.Via(Convert.address(route.nextHop())),
                                route.metric()))
                .toList();
    }

    private static TenantBackEnd backEnd(BackEndSettings settings) {
        SourceCheck check =
                switch (settings.sourceCheck()) {
                    case STRICT -> SourceCheck.STRICT;
                    case LOG -> SourceCheck.LOG;
                    case OFF -> SourceCheck.OFF;
                };
        return new TenantBackEnd(check, settings.mtuBytes(), settings.outerDontFragment());
    }
}
