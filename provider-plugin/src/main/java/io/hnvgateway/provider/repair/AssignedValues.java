package io.hnvgateway.provider.repair;

import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.GatewayAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a desired state leaves to the gateway, as the gateway has it: routing domains, virtual
/// subnets, dynamic public addresses, gateway addresses and their MACs.
final class AssignedValues {
    private AssignedValues() {}

    /// The desired state, complete as far as the gateway has decided already.
    static DesiredState adopt(DesiredState desired, DesiredState actual) {
        return desired.withVirtualNetworks(
                        each(
                                desired.virtualNetworks(),
                                actual.virtualNetworks(),
                                AssignedValues::network))
                .withVirtualGateways(
                        each(
                                desired.virtualGateways(),
                                actual.virtualGateways(),
                                AssignedValues::gateway))
                .withPublicIPAddresses(
                        each(
                                desired.publicIPAddresses(),
                                actual.publicIPAddresses(),
                                AssignedValues::address));
    }

    static <T extends Resource> Map<String, T> byId(List<T> resources) {
        Map<String, T> byId = HashMap.newHashMap(resources.size());
        resources.forEach(resource -> byId.put(key(resource), resource));
        return byId;
    }

    static String key(Resource resource) {
        return resource.resourceId().toLowerCase(Locale.ROOT);
    }

    private static <T extends Resource> List<T> each(
            List<T> desired, List<T> actual, BinaryOperator<T> adoption) {
        Map<String, T> present = byId(actual);
        return desired.stream()
                .map(wanted -> {
                    T there = present.get(key(wanted));
                    return there == null ? wanted : adoption.apply(wanted, there);
                })
                .toList();
    }

    private static VirtualNetwork network(VirtualNetwork wanted, VirtualNetwork there) {
        UUID domain =
                wanted.routingDomainId() == null
                        ? there.routingDomainId()
                        : wanted.routingDomainId();
        List<Subnet> subnets = each(wanted.subnets(), there.subnets(), AssignedValues::subnet);
        return domain == null ? wanted : wanted.with(domain, subnets);
    }

    private static Subnet subnet(Subnet wanted, Subnet there) {
        Integer assigned = there.virtualSubnetId();
        return wanted.virtualSubnetId() != null || assigned == null
                ? wanted
                : wanted.withVirtualSubnetId(assigned);
    }

    private static PublicIpAddress address(PublicIpAddress wanted, PublicIpAddress there) {
        return wanted.ipAddress() == null && wanted.allocationMethod() == there.allocationMethod()
                ? there
                : wanted;
    }

    private static VirtualGateway gateway(VirtualGateway wanted, VirtualGateway there) {
        List<GatewayAddress> own = wanted.gatewayAddresses();
        boolean same = wanted.gatewaySubnets().equals(there.gatewaySubnets());
        if (own.isEmpty() && same) {
            return wanted.withGatewayAddresses(there.gatewayAddresses());
        }
        if (own.stream().allMatch(address -> address.macAddress() != null)) {
            return wanted;
        }
        Map<IpAddress, GatewayAddress> assigned =
                there.gatewayAddresses().stream()
                        .collect(
                                Collectors.toMap(
                                        GatewayAddress::ipAddress,
                                        Function.identity(),
                                        (first, _) -> first));
        return wanted.withGatewayAddresses(
                own.stream()
                        .map(address -> mac(address, assigned.get(address.ipAddress())))
                        .toList());
    }

    private static GatewayAddress mac(GatewayAddress wanted, @Nullable GatewayAddress there) {
        return wanted.macAddress() != null || there == null ? wanted : there;
    }
}
