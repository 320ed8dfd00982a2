package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.NetworkBook.Swap;
import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.provider.resource.L3Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What some networks make the gateway take for itself.
///
/// @param publicPrefixes NAT and 1:1 addresses, and directly routed prefixes → compartment index
/// @param answered addresses that only the gateway owns
/// @param rewriteSources provider addresses of VMs with IP rewrite
/// @param vsids VSID → compartment index
/// @param tenantVlans VLANs of L3 connections
record SteeringClaims(
        Map<IpPrefix, Integer> publicPrefixes,
        Set<IpAddress> answered,
        Set<IpAddress> rewriteSources,
        Map<Integer, Integer> vsids,
        Set<Integer> tenantVlans) {
    static SteeringClaims none() {
        return new SteeringClaims(
                new HashMap<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashMap<>(),
                new HashSet<>());
    }

    void add(CompiledNetwork network) {
        int index = network.compartment().index();
        for (int address : network.publicAddresses()) {
            publicPrefixes.put(IpPrefix.host(IpAddress.ofIpv4(address)), index);
            answered.add(IpAddress.ofIpv4(address));
        }
        network.source().directPrefixes().forEach(prefix -> publicPrefixes.put(prefix, index));
        network.outsidePrefixes().forEach(prefix -> publicPrefixes.put(prefix, index));
        rewriteSources.addAll(network.compartment().records().rewriteAddresses());
        network.source().subnets().forEach(s -> vsids.put(s.vsid().value(), index));
        tenantVlans.addAll(tenantVlans(network.source()));
    }

    private static Set<Integer> tenantVlans(@Nullable TenantNetwork network) {
        Set<Integer> vlans = new HashSet<>();
        if (network != null) {
            for (TenantConnection connection : network.connections()) {
                if (connection.enabled() && connection.transport() instanceof L3Connection l3) {
                    vlans.add(l3.vlanId());
                }
            }
        }
        return vlans;
    }

    /// Whether links change as well, which [#change] says nothing of.
    static boolean changesLinks(List<Swap> swaps) {
        return swaps.stream()
                .anyMatch(swap ->
                        !tenantVlans(source(swap.before()))
                                .equals(tenantVlans(source(swap.after()))));
    }

    private static @Nullable TenantNetwork source(@Nullable CompiledNetwork network) {
        return network == null ? null : network.source();
    }

    /// What one network gives up and another takes over is no change of what the gateway takes.
    static SteeringChange change(List<Swap> swaps) {
        SteeringClaims before = none();
        SteeringClaims after = none();
        for (Swap swap : swaps) {
            if (swap.before() != null) {
                before.add(swap.before());
            }
            if (swap.after() != null) {
                after.add(swap.after());
            }
        }
        Map<Integer, Integer> vsids = new HashMap<>(after.vsids);
        before.vsids.keySet().forEach(vsid -> vsids.putIfAbsent(vsid, 0));
        return new SteeringChange(
                SteeringChange.Elements.none(),
                SteeringChange.Elements.between(
                        before.publicPrefixes.keySet(), after.publicPrefixes.keySet()),
                SteeringChange.owners(before.publicPrefixes, after.publicPrefixes),
                SteeringChange.Elements.between(before.answered, after.answered),
                SteeringChange.Elements.none(),
                SteeringChange.Elements.none(),
                SteeringChange.Elements.between(before.rewriteSources, after.rewriteSources),
                SteeringChange.Elements.none(),
                vsids,
                null);
    }
}
