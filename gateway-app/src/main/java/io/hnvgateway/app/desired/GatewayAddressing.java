package io.hnvgateway.app.desired;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.CustomerRoute;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.GatewayAddress;
import io.hnvgateway.provider.resource.IpConfiguration;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.NetworkInterface;
import io.hnvgateway.provider.resource.ResourceIndex;
import io.hnvgateway.provider.resource.ResourceIndex.SubnetOf;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gives a virtual gateway without addresses one of each family in each of its gateway subnets:
/// what it had before, or else a next hop of the network's customer routes that no VM has, since
/// the hosts send there; or the second host address, or the next that no record or route uses. The
/// first one is the router of the hosts themselves.
final class GatewayAddressing {
    private final List<NetworkInterface> interfaces;
    private final ResourceIndex index;
    private final List<Fault> faults;

    /// @param wanted counts before what is beside it
    /// @param beside the networks of the gateways as they are in effect, with their interfaces
    /// @param faults to add to
    GatewayAddressing(DesiredState wanted, DesiredState beside, List<Fault> faults) {
        this.interfaces = newest(wanted.networkInterfaces(), beside.networkInterfaces());
        this.index =
                new ResourceIndex(
                        DesiredState.EMPTY.withVirtualNetworks(
                                newest(wanted.virtualNetworks(), beside.virtualNetworks())));
        this.faults = faults;
    }

    static boolean isNeeded(VirtualGateway gateway) {
        return gateway.gatewayAddresses().isEmpty() && !gateway.gatewaySubnets().isEmpty();
    }

    private static <T extends TopLevelResource> List<T> newest(List<T> first, List<T> second) {
        Map<ResourceReference, T> byReference = new LinkedHashMap<>();
        first.forEach(resource -> byReference.put(resource.reference(), resource));
        second.forEach(resource -> byReference.putIfAbsent(resource.reference(), resource));
        return List.copyOf(byReference.values());
    }

    /// @param before the same gateway as it was; null: there was none
    VirtualGateway complete(VirtualGateway gateway, @Nullable VirtualGateway before) {
        if (!isNeeded(gateway)) {
            return gateway;
        }
        List<GatewayAddress> addresses = new ArrayList<>();
        for (SubnetOf target : index.gatewaySubnets(gateway)) {
            Set<IpAddress> used = used(target.network());
            List<IpAddress> routed =
                    hops(target.network()).filter(hop -> !used.contains(hop)).toList();
            used.addAll(routed);
            for (IpPrefix prefix : target.subnet().addressPrefixes()) {
                GatewayAddress address = address(prefix, before, routed, used);
                if (address == null) {
                    faults.add(
                            Fault.of(
                                    "virtualGateways["
                                            + gateway.resourceId()
                                            + "].gatewayAddresses",
                                    prefix,
                                    "has no address left for the gateway",
                                    "make room in gateway subnet " + target.subnet().resourceId()));
                } else {
                    addresses.add(address);
                }
            }
        }
        return addresses.isEmpty() ? gateway : gateway.withGatewayAddresses(addresses);
    }

    private static @Nullable GatewayAddress address(
            IpPrefix prefix,
            @Nullable VirtualGateway before,
            List<IpAddress> routed,
            Set<IpAddress> used) {
        if (before != null) {
            for (GatewayAddress kept : before.gatewayAddresses()) {
                if (prefix.isHostAddress(kept.ipAddress())) {
                    return kept;
                }
            }
        }
        for (IpAddress hop : routed) {
            if (prefix.isHostAddress(hop)) {
                return new GatewayAddress(hop, null);
            }
        }
        return free(prefix, used);
    }

    private static @Nullable GatewayAddress free(IpPrefix prefix, Set<IpAddress> used) {
        boolean first = true;
        IpAddress candidate = prefix.address();
        for (int tries = used.size() + 4; tries > 0 && prefix.contains(candidate); tries--) {
            if (prefix.isHostAddress(candidate)) {
                if (!first && !used.contains(candidate)) {
                    return new GatewayAddress(candidate, null);
                }
                first = false;
            }
            candidate = candidate.next();
        }
        return null;
    }

    private static Stream<IpAddress> hops(VirtualNetwork network) {
        return network.customerRoutes().stream().map(CustomerRoute::nextHop);
    }

    /// By VMs.
    private Set<IpAddress> used(VirtualNetwork network) {
        Set<IpAddress> used = new HashSet<>();
        network.lookupRecords().stream()
                .map(LookupRecord::customerAddress)
                .filter(Objects::nonNull)
                .forEach(used::add);
        interfaces.stream()
                .map(NetworkInterface::ipConfigurations)
                .flatMap(List::stream)
                .filter(address -> isIn(network, address.subnet()))
                .map(IpConfiguration::privateIPAddress)
                .flatMap(Stream::ofNullable)
                .forEach(used::add);
        return used;
    }

    private static boolean isIn(VirtualNetwork network, @Nullable ResourceReference subnet) {
        return subnet != null
                && subnet.path()
                        .toLowerCase(Locale.ROOT)
                        .startsWith(network.reference().path().toLowerCase(Locale.ROOT) + "/");
    }
}
