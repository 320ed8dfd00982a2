package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.provider.resource.BackEndSettings;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.GatewayAddress;
import io.hnvgateway.provider.resource.InterfacePolicy;
import io.hnvgateway.provider.resource.LoadBalancer;
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
        DesiredState effective = InterfacePolicy.of(state).state();
        TenantResolver resolver = new TenantResolver(effective);
        return effective.virtualNetworks().stream().map(resolver::network).toList();
    }

    /// The provider addresses that the control plane announces: REDIRECT may name one of them.
    public static Set<io.hnvgateway.packet.IpAddress> announcedProviderAddresses(
            DesiredState state) {
        return state.providerAddresses().stream()
                .map(announced -> Convert.address(announced.address()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private TenantNetwork network(VirtualNetwork network) {
        VirtualGateway gateway = gateways.get(network.reference());
        TenantBgp bgp = BgpResolver.bgp(index, gateway);
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
                gateway == null ? List.of() : translatedPrefixes(gateway),
                new NatResolver(index)
                        .nat(gateway, balancers.getOrDefault(network.reference(), List.of())),
                backEnd(gateway == null ? BackEndSettings.DEFAULT : gateway.backEnd()),
                gateway == null
                        ? List.of()
                        : gateway.networkConnections().stream()
                                .map(TenantResolver::connection)
                                .toList(),
                bgp == null ? ConfiguredPeerings.of(network) : bgp.peerings(),
                bgp);
    }

    private static TenantConnection connection(NetworkConnection connection) {
        return new TenantConnection(
                connection.resourceId(),
                connection.enabled(),
                connection.withdrawsRoutesWhileDown(),
                L3Routers.complete(connection),
                new Tunnel.Limits(
                        connection.bandwidth().inboundKbps(),
                        connection.bandwidth().outboundKbps()),
                L3Routers.routes(connection));
    }

    private static List<TenantNetwork.TranslatedPrefix> translatedPrefixes(VirtualGateway gateway) {
        return gateway.prefixTranslations().stream()
                .map(pair ->
                        new TenantNetwork.TranslatedPrefix(
                                Convert.prefix(pair.insidePrefix()),
                                Convert.prefix(pair.outsidePrefix())))
                .toList();
    }

    private static VirtualSubnet subnet(Subnet subnet) {
        return new VirtualSubnet(
                subnet.resourceId(),
                vsid(subnet),
                subnet.addressPrefixes().stream().map(Convert::prefix).toList());
    }

    private static VirtualSubnetId vsid(Subnet subnet) {
        return new VirtualSubnetId(Objects.requireNonNull(subnet.virtualSubnetId()));
    }

    private static LookupRecord lookupRecord(io.hnvgateway.provider.resource.LookupRecord lookup) {
        return new LookupRecord(
                lookup.resourceId(),
                lookup.customerAddress() == null ? null : Convert.address(lookup.customerAddress()),
                new VirtualSubnetId(lookup.virtualSubnetId()),
                Convert.mac(lookup.macAddress()),
                Convert.address(lookup.providerAddress()),
                kind(lookup.type()),
                rule(lookup.rule()));
    }

    private static LookupRecord.Kind kind(RecordType type) {
        return switch (type) {
            case STATIC -> LookupRecord.Kind.STATIC;
            case DYNAMIC -> LookupRecord.Kind.DYNAMIC;
            case L2_ONLY -> LookupRecord.Kind.L2_ONLY;
            case GATEWAY_WILDCARD -> LookupRecord.Kind.GATEWAY_WILDCARD;
        };
    }

    private static LookupRecord.Rule rule(TranslationRule rule) {
        return switch (rule) {
            case ENCAPSULATION -> LookupRecord.Rule.ENCAPSULATION;
            case NAT -> LookupRecord.Rule.NAT;
        };
    }

    private List<GatewayInterface> interfaces(VirtualGateway gateway) {
        List<GatewayInterface> interfaces = new ArrayList<>();
        for (SubnetOf target : index.gatewaySubnets(gateway)) {
            List<GatewayAddress> inside =
                    gateway.gatewayAddresses().stream()
                            .filter(address -> target.subnet().isHostAddress(address.ipAddress()))
                            .toList();
            VirtualSubnetId vsid = vsid(target.subnet());
            MacAddress mac = mac(inside, vsid);
            for (GatewayAddress address : inside) {
                interfaces.add(
                        new GatewayInterface(vsid, Convert.address(address.ipAddress()), mac));
            }
        }
        return interfaces;
    }

    /// The gateway has one MAC in a subnet, whichever of its addresses names it.
    private static MacAddress mac(List<GatewayAddress> inside, VirtualSubnetId vsid) {
        return inside.stream()
                .map(GatewayAddress::macAddress)
                .filter(Objects::nonNull)
                .findFirst()
                .map(Convert::mac)
                .orElse(Convert.mac(GatewayAddress.macOf(vsid.value())));
    }

    private static List<Route> routes(VirtualNetwork network, @Nullable VirtualGateway gateway) {
        Set<IpAddress> own =
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
        return new TenantBackEnd(
                check,
                settings.mtuBytes(),
                settings.outerDontFragment(),
                new TenantBackEnd.Learning(
                        settings.learning().maxAddresses(), settings.learning().ageingSeconds()),
                new TenantBackEnd.Control(
                        settings.hostControl().acceptRedirects(),
                        settings.hostControl().sendUnreachable()));
    }
}
