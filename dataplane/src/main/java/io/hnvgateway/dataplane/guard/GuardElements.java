package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Elements of one device's nftables sets, by the set's name. Prefixes stand in a hash set for each
/// prefix length, so that one is added or removed without a look at the others.
final class GuardElements {
    private final Map<String, List<IpAddress>> addresses = new TreeMap<>();
    private final Map<String, List<Integer>> vlans = new TreeMap<>();
    private final Set<PrefixSet> prefixSets = new TreeSet<>();
    private final PortPolicy port;

    /// @param port of the device: sources of IP rewrite are guarded on back ends only, peers of BGP
    ///   on front ends
    private GuardElements(PortPolicy port) {
        this.port = port;
    }

    static GuardElements of(SteeringPolicy policy, PortPolicy port) {
        GuardElements all = new GuardElements(port);
        all.addresses("provider_addresses", policy.providerAddresses());
        all.addresses("host_addresses", policy.hostAddresses());
        all.addresses("vpn_addresses", policy.vpnAddresses());
        all.rewriteSources(policy.rewriteSources());
        all.bgpPeers(policy.bgpPeers());
        all.prefixes(policy.publicPrefixes().keySet());
        all.ownAndHostVlans();
        return all;
    }

    static GuardElements added(SteeringChange change, PortPolicy port) {
        GuardElements added = new GuardElements(port);
        added.addresses("provider_addresses", change.providerAddresses().added());
        added.addresses("host_addresses", change.hostAddresses().added());
        added.addresses("vpn_addresses", change.vpnAddresses().added());
        added.rewriteSources(change.rewriteSources().added());
        added.bgpPeers(change.bgpPeers().added());
        added.prefixes(change.publicPrefixes().added());
        return added;
    }

    static GuardElements removed(SteeringChange change, PortPolicy port) {
        GuardElements removed = new GuardElements(port);
        removed.addresses("provider_addresses", change.providerAddresses().removed());
        removed.addresses("host_addresses", change.hostAddresses().removed());
        removed.addresses("vpn_addresses", change.vpnAddresses().removed());
        removed.rewriteSources(change.rewriteSources().removed());
        removed.bgpPeers(change.bgpPeers().removed());
        removed.prefixes(change.publicPrefixes().removed());
        return removed;
    }

    /// Addresses, and the first ones of prefixes.
    Map<String, List<IpAddress>> addresses() {
        return addresses;
    }

    /// VLAN identifiers; a change of elements has none.
    Map<String, List<Integer>> vlans() {
        return vlans;
    }

    /// The sets of prefixes among them.
    Set<PrefixSet> prefixSets() {
        return prefixSets;
    }

    private void rewriteSources(Collection<IpAddress> addresses) {
        if (port.roles().contains(PortRole.BACK_END)) {
            addresses("rewrite_sources", addresses);
        }
    }

    private void bgpPeers(Collection<IpAddress> addresses) {
        if (port.roles().contains(PortRole.FRONT_END)) {
            addresses("bgp_peers", addresses);
        }
    }

    private void addresses(String set, Collection<IpAddress> elements) {
        elements.forEach(a -> add(addresses, a.isIpv4() ? set : set + "6", a));
    }

    private void prefixes(Collection<IpPrefix> prefixes) {
        for (IpPrefix prefix : prefixes) {
            PrefixSet set = PrefixSet.of(prefix);
            prefixSets.add(set);
            add(addresses, set.name(), prefix.address());
        }
    }

    private void ownAndHostVlans() {
        port.gatewayVlans().keySet().forEach(vlan -> add(vlans, "gateway_vlans", vlan));
        port.hostVlans().forEach(vlan -> add(vlans, "host_vlans", vlan));
    }

    private static <T> void add(Map<String, List<T>> bySet, String set, T element) {
        bySet.computeIfAbsent(set, _ -> new ArrayList<>()).add(element);
    }
}
